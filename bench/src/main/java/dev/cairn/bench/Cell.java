package dev.cairn.bench;

import java.nio.file.Path;

/** One workload with one subject. */
record Cell(Workload workload, Subject subject) {

  Sample run(Path parent, Budget budget) throws Exception {
    try (var folder = new Folder(parent)) {
      Stopwatch watch = workload.run(subject, folder.path(), budget);
      return watch.sample((double) subject.bytes(folder) / (watch.events() + workload.primed));
    } catch (Exception e) {
      throw new IllegalStateException(this + " failed", e);
    }
  }

  @Override
  public String toString() {
    return workload + " " + subject.name();
  }
}
