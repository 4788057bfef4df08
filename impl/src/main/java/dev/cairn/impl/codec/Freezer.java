package dev.cairn.impl.codec;

import dev.cairn.impl.record.UnstorableValue;
import java.lang.invoke.MethodHandle;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the collections in an author's records unmodifiable. A record with a modifiable collection is rebuilt; every
 * other object stays the same. A class that can hold no collection is known in advance and skipped. Three things stay
 * modifiable: arrays, values of a {@code ValueCodec}, and records whose constructor makes a collection of its own.
 * Thread-safe.
 */
final class Freezer {
  private static final int MAX_DEPTH = KryoPool.MAX_DEPTH;

  private final SchemaScan scan;
  private final FrozenPart.Way way;
  private final Map<Class<?>, Parts> records = new HashMap<>();
  private volatile boolean ownCollections;

  /** The components of a class that may need freezing; null for the others. */
  private static final class Parts {
    private final RecordShape shape;
    private final MethodHandle[] accessors;
    private final @Nullable FrozenPart[] parts;
    private volatile boolean tried;
    private volatile boolean left;

    Parts(RecordShape shape, @Nullable FrozenPart[] parts) {
      this.shape = shape;
      this.accessors = shape.components().stream().map(ComponentShape::accessor).toArray(MethodHandle[]::new);
      this.parts = parts;
    }
  }

  Freezer(SchemaScan scan, FrozenPart.Way way) {
    this.scan = scan;
    this.way = way;
    for (Class<?> type : scan.current) {
      RecordShape shape = scan.records.get(type);
      @Nullable
      FrozenPart[] parts = shape.components().stream().map(ComponentShape::kind).map(this::part)
          .toArray(FrozenPart[]::new);
      if (Stream.of(parts).anyMatch(part -> part != null)) {
        records.put(type, new Parts(shape, parts));
      }
    }
  }

  /** Whether a record of this class can hold anything to freeze. */
  boolean concerns(Class<?> type) {
    return records.containsKey(type);
  }

  /** Whether a record was met whose constructor makes modifiable collections. */
  boolean metOwnCollections() {
    return ownCollections;
  }

  /**
   * Returns the value, or an equal one.
   *
   * @throws UnstorableValue if a record cannot be rebuilt
   */
  @Nullable
  Object freeze(@Nullable Object value) {
    return record(value, 0);
  }

  @Nullable
  Object record(@Nullable Object value, int depth) {
    Parts known = value == null ? null : records.get(value.getClass());
    return known == null || known.left || depth > MAX_DEPTH ? value : record(known, value, depth);
  }

  private Object record(Parts known, Object value, int depth) {
    @Nullable
    Object[] components = null;
    for (int i = 0; i < known.parts.length; i++) {
      FrozenPart part = known.parts[i];
      if (part != null) {
        Object before = component(known, i, value);
        Object after = part.freeze(before, depth + 1);
        if (after != before) {
          components = components == null ? components(known, value) : components;
          components[i] = after;
        }
      }
    }
    return components == null ? value : make(known, value, components, depth);
  }

  private Object make(Parts known, Object value, @Nullable Object[] components, int depth) {
    Object made;
    try {
      made = (Object) known.shape.constructor().invokeExact(components);
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      throw new UnstorableValue("the constructor of " + known.shape.name() + " refuses its own components when their "
          + "collections are unmodifiable, as they are once they were stored", e);
    }
    if (!known.tried && way == FrozenPart.Way.VIEW) {
      known.tried = true;
      if (record(known, made, depth) != made) {
        known.left = true;
        ownCollections = true;
      }
    }
    return known.left ? value : made;
  }

  private static @Nullable Object[] components(Parts known, Object value) {
    @Nullable
    Object[] components = new Object[known.accessors.length];
    for (int i = 0; i < components.length; i++) {
      components[i] = component(known, i, value);
    }
    return components;
  }

  private static @Nullable Object component(Parts known, int index, Object value) {
    try {
      return (Object) known.accessors[index].invokeExact(value);
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      throw new UnstorableValue("an accessor of " + known.shape.name() + " threw", e);
    }
  }

  private boolean sought(Kind kind) {
    return switch (kind) {
      case Kind.ListOf list -> true;
      case Kind.SetOf set -> true;
      case Kind.MapOf map -> true;
      default -> kind == Scalar.BYTES && way == FrozenPart.Way.COPY_WITH_ARRAYS;
    };
  }

  private @Nullable FrozenPart part(Kind kind) {
    return switch (kind) {
      case Kind.ListOf list -> new FrozenPart.Elements(part(list.element()), way);
      case Kind.SetOf set -> new FrozenPart.Different(part(set.element()), way);
      case Kind.MapOf map -> new FrozenPart.Entries(part(map.key()), part(map.value()), way);
      case Kind.OptionalOf optional -> {
        FrozenPart held = part(optional.element());
        yield held == null ? null : new FrozenPart.Perhaps(held);
      }
      case Kind.RecordOf record -> Reach.from(kind, scan, this::sought) ? new FrozenPart.OfRecord(this) : null;
      case Kind.OneOf choice -> Reach.from(kind, scan, this::sought) ? new FrozenPart.OfRecord(this) : null;
      case Scalar scalar -> sought(scalar) ? new FrozenPart.Bytes() : null;
      case Kind.EnumOf constant -> null;
      case Kind.FormOf form -> null;
    };
  }
}
