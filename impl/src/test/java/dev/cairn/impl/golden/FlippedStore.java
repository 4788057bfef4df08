package dev.cairn.impl.golden;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.CairnException;
import dev.cairn.api.Durability;
import dev.cairn.api.StoreInspector;
import dev.cairn.impl.golden.GoldenStores.Golden;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** A store of the scene, and what is read in copies of it in which one bit is flipped. Used by one thread. */
final class FlippedStore {
  private static final int READ_OF_TOLD = Integer.getInteger("flips.read", 5);

  private final Golden kind;
  private final Path folder;
  private final Path whole;
  private final List<List<String>> outside;
  private final List<List<String>> inside;
  private int told;

  /** Writes the store. One that is killed is copied while it is open, which leaves the same files. */
  FlippedStore(Golden kind, Path folder) throws IOException, InterruptedException {
    this.kind = kind;
    this.folder = folder;
    this.whole = folder.resolve("whole");
    write(folder.resolve("written"));
    Path copy = folder.resolve("read");
    Flip.copy(whole, copy);
    try (StoreInspector inspector = GoldenStoreWriter.inspect(kind, copy)) {
      outside = Reading.of(inspector).stream().map(Reading::lines).toList();
    }
    try (ActorSystem system = open(copy)) {
      inside = Reading.of(system).stream().map(Reading::lines).toList();
    }
  }

  private void write(Path data) throws IOException, InterruptedException {
    try (ActorSystem system = open(data)) {
      Scene.begin(system);
    }
    try (ActorSystem system = open(data)) {
      Scene.goOn(system);
      if (kind.killed()) {
        Flip.copy(data, whole);
      }
    }
    if (!kind.killed()) {
      Flip.copy(data, whole);
    }
  }

  private ActorSystem open(Path data) {
    ActorSystem.Builder builder = ActorSystem.builder().data(data).backend(kind.backend()).durability(Durability.SYNC);
    kind.ring().ifPresent(builder::keys);
    return builder.open();
  }

  /** How many flips were told, of all. */
  int told() {
    return told;
  }

  /**
   * Flips one bit, chosen at random in the files whose names have that end. Returns what it has changed in silence, and
   * what was told in no proper way. Where a verification has told it, not everything is read as well each time.
   */
  List<String> flip(String end, Random random) throws IOException {
    Flip flip = Flip.random(whole, end, random);
    boolean readIfTold = random.nextInt(READ_OF_TOLD) == 0;
    Difference difference = new Difference(kind + ", " + flip);
    inCopy(flip, copy -> lookInto(copy, difference, readIfTold));
    if (readIfTold || !difference.isTold()) {
      inCopy(flip, copy -> use(copy, difference));
    }
    told += difference.isTold() ? 1 : 0;
    return difference.wrong();
  }

  private interface Work {
    void in(Path copy);
  }

  private void inCopy(Flip flip, Work work) throws IOException {
    Path copy = folder.resolve("flipped");
    flip.copied(whole, copy);
    work.in(copy);
    Flip.delete(copy);
  }

  private void lookInto(Path copy, Difference difference, boolean readIfTold) {
    try (StoreInspector inspector = GoldenStoreWriter.inspect(kind, copy)) {
      inspector.verify(difference::damaged, events -> {
      });
      if (readIfTold || !difference.isTold()) {
        difference.compare(Reading.of(inspector), outside);
      }
    } catch (CairnException e) {
      difference.damaged(new StoreInspector.Damage("the location", e.toString(), ""));
    }
  }

  private void use(Path copy, Difference difference) {
    try (ActorSystem system = open(copy)) {
      difference.compare(Reading.of(system), inside);
    } catch (CairnException e) {
      difference.told("opening or closing", e);
    }
  }
}
