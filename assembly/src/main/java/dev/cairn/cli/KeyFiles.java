package dev.cairn.cli;

import dev.cairn.api.EncryptedKey;
import dev.cairn.api.KeyRing;
import dev.cairn.api.KeySource;
import dev.cairn.api.PersonalKeys;
import dev.cairn.api.StoreInspector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option for the keys of sealed stores, the same for every command. */
final class KeyFiles {
  private static final Pattern NUMBERED = Pattern.compile("([1-9][0-9]{0,8})=(.+)");

  @Option(names = "--key-file", paramLabel = "[ID=]FILE",
      description = "A key of sealed stores: a file of 32 bytes, or of 64 hexadecimal digits, which only its owner may "
          + "read. Give it once for each key; the last key seals new records. Without ID= the key has the id 1.")
  private List<String> files = new ArrayList<>();

  @Option(names = "--personal-keys", paramLabel = "FILE",
      description = "The file with the keys of personal actors, which --key-file wraps.")
  private @Nullable Path personal;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  /** The keys; empty if no key was given. */
  Optional<KeyRing> ring() {
    Optional<KeyRing> ring = of(files);
    Path file = personal;
    if (file != null && ring.isEmpty()) {
      throw new CannotRun("The keys of personal actors in " + file + " need the keys that wrap them: --key-file FILE.");
    }
    return file == null ? ring : ring.map(keys -> keys.personalKeys(PersonalKeys.file(file)));
  }

  /** Reads the keys in files; empty if there are no files. */
  static Optional<KeyRing> of(List<String> files) {
    @Nullable
    KeyRing ring = null;
    for (String file : files) {
      Matcher numbered = NUMBERED.matcher(file);
      boolean named = numbered.matches();
      int id = named ? Integer.parseInt(numbered.group(1)) : 1;
      EncryptedKey key = EncryptedKey.from(KeySource.file(Path.of(named ? numbered.group(2) : file)));
      ring = ring == null ? KeyRing.of(id, key) : ring.add(id, key).primary(id);
    }
    return Optional.ofNullable(ring);
  }

  /** Opens a folder with these keys to show what is in it, and tells of a hand-over. */
  StoreInspector show(Path data) {
    return FormerFolder.told(inspect(data), spec);
  }

  /** Opens a folder with these keys. */
  StoreInspector inspect(Path data) {
    return ring().map(keys -> StoreInspector.open(data, keys)).orElseGet(() -> StoreInspector.open(data));
  }

  /** The same options as arguments for another process. */
  List<String> arguments() {
    return Stream.concat(files.stream().map(file -> "--key-file=" + file),
        Stream.ofNullable(personal).map(file -> "--personal-keys=" + file)).toList();
  }
}
