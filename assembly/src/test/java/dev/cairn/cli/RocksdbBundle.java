package dev.cairn.cli;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * Makes a module and a bundle of the jar of RocksDB on the class path, which is neither: copies the jar into a folder
 * and adds lines to its manifest. Everything else in the jar stays packed as it is, since to pack it again takes long.
 */
final class RocksdbBundle {
  private RocksdbBundle() {}

  /** Takes the folder, and names and values of the lines in turn. */
  public static void main(String[] args) throws IOException {
    Path jar = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of)
        .filter(path -> path.getFileName().toString().startsWith("rocksdbjni-")).findFirst().orElseThrow();
    Path bundle = Files.createDirectories(Path.of(args[0])).resolve(jar.getFileName());
    Files.copy(jar, bundle, StandardCopyOption.REPLACE_EXISTING);
    try (FileSystem zip = FileSystems.newFileSystem(bundle)) {
      Path file = zip.getPath("META-INF/MANIFEST.MF");
      FileTime time = Files.getLastModifiedTime(file);
      Manifest manifest;
      try (var in = Files.newInputStream(file)) {
        manifest = new Manifest(in);
      }
      for (int i = 1; i < args.length; i += 2) {
        manifest.getMainAttributes().putValue(args[i], args[i + 1]);
      }
      try (OutputStream out = Files.newOutputStream(file)) {
        manifest.write(out);
      }
      Files.setLastModifiedTime(file, time);
    }
  }
}
