package dev.cairn.tck;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/** Plays a trace again, with a ledger that was written in it, and cuts the power at places of it. */
final class PowerReplay {
  private final List<DiskOperation> operations;
  private final BiPredicate<PoweredDisk, DiskOperation> writesLedger;
  private final Consumer<String> reader;

  /** Looks at what is left on the disk. The reader of the ledger has every line that was written until then. */
  interface Cut {
    void look(PoweredDisk disk, int number) throws IOException;
  }

  /**
   * A replay that can be played once.
   *
   * @param writesLedger whether an operation writes into the ledger
   * @param reader gets each line of the ledger
   */
  PowerReplay(Path trace, BiPredicate<PoweredDisk, DiskOperation> writesLedger, Consumer<String> reader)
      throws IOException {
    this.operations = DiskOperation.read(trace);
    this.writesLedger = writesLedger;
    this.reader = reader;
  }

  /** At how many places the power can be cut. */
  long places() {
    return operations.stream().filter(DiskOperation::lasts).count() + 1;
  }

  boolean syncs() {
    return operations.stream().anyMatch(operation -> operation.kind() == 's');
  }

  /**
   * Cuts at some places, at least at the last one.
   *
   * @param cuts at how many; 0 for all
   * @return at how many the power was cut
   */
  int play(int cuts, SplittableRandom random, Cut cut) throws IOException {
    int stride = (int) (cuts == 0 ? 1 : Math.max(1, (places() - 1) / cuts));
    int next = random.nextInt(stride);
    PoweredDisk disk = new PoweredDisk();
    StringBuilder told = new StringBuilder();
    int number = 0;
    for (DiskOperation operation : operations) {
      if (operation.lasts() && next-- == 0) {
        cut.look(disk, number++);
        next = stride - 1;
      }
      disk.apply(operation);
      if (operation.kind() == 'w' && writesLedger.test(disk, operation)) {
        told.append(new String(operation.bytes(), StandardCharsets.US_ASCII));
        tell(told);
      }
    }
    cut.look(disk, number++);
    return number;
  }

  private void tell(StringBuilder told) {
    for (int end = told.indexOf("\n"); end >= 0; end = told.indexOf("\n")) {
      reader.accept(told.substring(0, end));
      told.delete(0, end + 1);
    }
  }
}
