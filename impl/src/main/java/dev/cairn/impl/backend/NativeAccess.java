package dev.cairn.impl.backend;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** For which module a JVM must be told that it may load native libraries. */
final class NativeAccess {
  private NativeAccess() {}

  /**
   * The value of {@code --enable-native-access} that was missing. The option names no module of a plugin folder, whose
   * permission comes from this module.
   */
  static String deniedTo(IllegalCallerException denied) {
    return Stream.of(denied.getStackTrace()).filter(frame -> !"java.base".equals(frame.getModuleName())).findFirst()
        .map(frame -> option(frame.getModuleName())).orElse("ALL-UNNAMED");
  }

  private static String option(@Nullable String module) {
    if (module == null) {
      return "ALL-UNNAMED";
    }
    return ModuleLayer.boot().findModule(module).isPresent() ? module : "dev.cairn.impl";
  }
}
