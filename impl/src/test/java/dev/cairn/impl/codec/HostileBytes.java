package dev.cairn.impl.codec;

import dev.cairn.impl.record.FieldOutput;
import dev.cairn.impl.record.ForgedFrame;
import dev.cairn.impl.record.StoreId;
import dev.cairn.impl.record.UnreadableRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * A program that hands broken bytes to every decoder there is: noise, good bytes with a few wrong ones, cut, doubled,
 * spliced, and sizes that promise more than there is, up to the largest record. It ends with 1 at anything but a value
 * or a refusal.
 *
 * <p>Arguments: how many, and the seed.
 */
public final class HostileBytes {
  private static final int LARGEST = 1 << 20;
  private static final int LARGE_ONES = 5_000;

  private final SplittableRandom random;
  private final List<Target> targets = new ArrayList<>();
  private long refusals;

  /** A decoder, and good bytes to begin with. */
  private record Target(String name, byte[] good, Consumer<byte[]> decoder) {}

  private HostileBytes(long seed) {
    random = new SplittableRandom(seed);
    values(Everything.STORE, Everything.STORE, Everything.all());
    values(EvolutionTest.FIRST, EvolutionTest.GROWN, EvolutionTest.formerValues());
    ManifestCodec manifest = new ManifestCodec();
    FieldOutput created = new FieldOutput(LARGEST);
    manifest.write(new StoreCreated(StoreId.random(), true), created);
    target("manifest", created.toBytes(), bytes -> manifest.read(1, bytes, 0, bytes.length));
    for (TypeDefinition type : Everything.STORE.dictionary().all()) {
      FieldOutput defined = new FieldOutput(LARGEST);
      manifest.write(type, defined);
      target("manifest", defined.toBytes(), bytes -> manifest.read(2, bytes, 0, bytes.length));
    }
    for (int i = 0; i < 8; i++) {
      target("frame", ForgedFrame.good(), ForgedFrame::open);
    }
  }

  private void values(Store writer, Store reader, List<Object> values) {
    FieldReader fields = new FieldReader(reader.dictionary());
    for (Object value : values) {
      int id = writer.codec().typeId(value);
      String name = value.getClass().getSimpleName();
      target(name, writer.write(value), bytes -> reader.codec().read(id, bytes, 0, bytes.length));
      target(name + " without classes", writer.write(value), bytes -> fields.fields(id, bytes, 0, bytes.length));
    }
  }

  private void target(String name, byte[] good, Consumer<byte[]> decoder) {
    decoder.accept(good);
    targets.add(new Target(name, good, decoder));
  }

  public static void main(String[] arguments) {
    long payloads = Long.parseLong(arguments[0]);
    HostileBytes hostile = new HostileBytes(Long.parseLong(arguments[1]));
    for (long i = 1; i <= payloads; i++) {
      hostile.one(i % LARGE_ONES == 0);
    }
    System.out.println("payloads " + payloads + ", refusals " + hostile.refusals);
  }

  private void one(boolean large) {
    Target target = targets.get(random.nextInt(targets.size()));
    byte[] bytes = large ? large(target.good()) : small(target.good().clone());
    try {
      target.decoder().accept(bytes);
    } catch (UnreadableRecord e) {
      refusals++;
    } catch (Throwable e) {
      System.out.println(target.name() + " threw " + e + " at "
          + HexFormat.of().formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, 200))));
      e.printStackTrace(System.out); // the test shows what this program has printed
      System.exit(1);
    }
  }

  private byte[] small(byte[] good) {
    return switch (random.nextInt(6)) {
      case 0 -> noise(random.nextInt(64));
      case 1 -> Arrays.copyOf(good, random.nextInt(good.length + 9));
      case 2 -> joined(good, Arrays.copyOfRange(good, random.nextInt(good.length + 1), good.length));
      case 3 -> spliced(good, noise(random.nextInt(1, 10)));
      case 4 -> spliced(good, new byte[] { -1, -1, -1, -1, (byte) random.nextInt(16) });
      default -> flipped(good);
    };
  }

  /** Sizes that are met: as many empty or small elements as the largest record can hold. */
  private byte[] large(byte[] good) {
    byte[] filler = new byte[LARGEST - good.length - 16];
    if (random.nextBoolean()) {
      random.nextBytes(filler);
    } else {
      Arrays.fill(filler, (byte) random.nextInt(4));
    }
    FieldOutput out = new FieldOutput(2 * LARGEST);
    out.writeBytes(good, 0, random.nextInt(good.length + 1));
    out.key(random.nextInt(1, 8), 2);
    out.varint(filler.length + 3L);
    out.varint(filler.length);
    out.writeBytes(filler);
    return out.toBytes();
  }

  private byte[] flipped(byte[] good) {
    for (int n = random.nextInt(1, 4); n > 0 && good.length > 0; n--) {
      good[random.nextInt(good.length)] = (byte) random.nextInt();
    }
    return good;
  }

  private byte[] spliced(byte[] good, byte[] inserted) {
    int at = random.nextInt(good.length + 1);
    return joined(joined(Arrays.copyOf(good, at), inserted), Arrays.copyOfRange(good, at, good.length));
  }

  private byte[] noise(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] joined(byte[] left, byte[] right) {
    byte[] both = Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, both, left.length, right.length);
    return both;
  }
}
