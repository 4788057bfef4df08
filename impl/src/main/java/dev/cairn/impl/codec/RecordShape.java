package dev.cairn.impl.codec;

import dev.cairn.impl.record.UnreadableRecord;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A record class of an author.
 *
 * @param type the class
 * @param name under which it is stored
 * @param role event, state, or value in one of these
 * @param components in the order of the class
 * @param constructor from {@code Object[]} to {@code Object}
 */
record RecordShape(Class<?> type, String name, Role role, List<ComponentShape> components,
    MethodHandle constructor) {

  /** Returns the component of that name, if there is one. */
  @Nullable
  ComponentShape component(String name) {
    return components.stream().filter(c -> c.name().equals(name)).findFirst().orElse(null);
  }

  /** Returns the component of that name. */
  ComponentShape require(String name) {
    return Objects.requireNonNull(component(name), name);
  }

  /** Returns the kinds by component. */
  Map<String, String> kinds() {
    return components.stream().collect(Collectors.toMap(ComponentShape::name, c -> c.kind().text()));
  }

  /**
   * Makes a record of its components.
   *
   * @throws UnreadableRecord if the constructor refuses them
   */
  Object make(@Nullable Object[] values) {
    try {
      return (Object) constructor.invokeExact(values);
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      throw new UnreadableRecord(
          "the constructor of " + name() + " refused what is stored; the cause is what it threw", e);
    }
  }
}
