package dev.cairn.cli;

import dev.cairn.api.KeyRing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Copies a store into a new folder, for any backend. */
@Command(name = "copy",
    description = {
        "Copies all stores of a folder to any backend, and compares both.",
        "At the end every record of both is compared. An interrupted copy goes on with", "the same command.",
        "With --follow it goes on while the original is written, and ends when nobody", "writes any more." },
    mixinStandardHelpOptions = true, versionProvider = Cairn.Version.class,
    footer = { "", "A process that writes to the original is not disturbed. The copy is a new store:",
        "without --keep-readers each registered reader of the log begins anew in it and",
        "gets every event again; the command names these readers. --follow keeps them.", "",
        "Left running, --follow with a long --grace is a warm standby on another disk;",
        "if the original is lost, 'cairn promote' makes the copy a store.", "", "Example:",
        "  cairn copy cairn-data cairn-rocks --to rocksdb",
        "  cairn copy cairn-data /mnt/second/cairn --to sqlite --follow --grace 86400",
        "  cairn copy cairn-data cairn-there --to postgresql --keep-readers \\",
        "    --setting url=jdbc:postgresql://localhost/shop --setting schema=cairn" })
final class Copy implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "DIR", description = "The folder to copy.")
  private Path from = Path.of("");

  @Parameters(index = "1", paramLabel = "DIR2", description = "The folder of the copy: new, or a part of the same "
      + "copy.")
  private Path to = Path.of("");

  @Option(names = "--to", paramLabel = "BACKEND", required = true, description = "The backend of the copy.")
  private String backend = "";

  @Mixin
  private KeyFiles keys = new KeyFiles();

  @Mixin
  private BackendSettings settings = new BackendSettings();

  @Option(names = "--rekey", paramLabel = "[ID=]FILE", description = {
      "The key that seals the copy, instead of the key of the original." })
  private @Nullable String rekey;

  @Option(names = "--keep-readers", description = {
      "Keeps the checkpoints of the registered readers of the log, as a backup does." })
  private boolean readers;

  @Option(names = { "-f", "--follow" }, description = {
      "Goes on copying while a process writes to the original, and shows how far the copy is behind. When nobody "
          + "writes any more, takes the rest, compares, and ends." })
  private boolean follow;

  @Option(names = "--grace", paramLabel = "SECONDS", description = {
      "With --follow: how long nobody may write before the copy is completed, so that a writer can be started anew. "
          + "Default: ${DEFAULT-VALUE}." })
  private int grace = 10;

  @Option(names = "--json", description = {
      "One JSON object: streams, events, snapshots, backend, folder, readers, readers_kept. With --follow, before it "
          + "one a second while events are copied: copied, behind_events, behind_seconds, newest." })
  private boolean json;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    AtLeast.require(0, spec, "--grace", grace);
    return new CopyRun(spec, json, keys.ring(), newKeys(), readers || follow)
        .run(from, to, backend, settings, follow ? Optional.of(Duration.ofSeconds(grace)) : Optional.empty());
  }

  private Optional<KeyRing> newKeys() {
    return Optional.ofNullable(rekey).flatMap(file -> KeyFiles.of(List.of(file)));
  }
}
