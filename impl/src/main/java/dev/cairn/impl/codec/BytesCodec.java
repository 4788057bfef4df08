package dev.cairn.impl.codec;

import com.esotericsoftware.kryo.kryo5.KryoException;
import dev.cairn.api.TypeRefused;
import dev.cairn.api.TypedBytes;
import dev.cairn.impl.record.FieldInput;
import dev.cairn.impl.record.FieldOutput;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.impl.record.UnstorableValue;
import dev.cairn.impl.record.Wire;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The events and snapshots of a type of streams whose authors have made bytes of them. Each name that they give is a
 * type of the dictionary, with one component, whose name no record can have. Immutable.
 *
 * <pre>
 *   field 1 of wire 2: length, bytes
 * </pre>
 */
public final class BytesCodec implements StreamCodec {
  /** The name of the only component, as it stands in the dictionary. */
  static final String COMPONENT = "*";

  private static final int TAG = 1;
  private static final int MOST_NAMES = 4096;
  private static final int LONGEST_NAME = 255;
  private static final String STATE = SchemaScan.STATE_APART;

  private final String streamType;
  private final Map<String, Integer> ids = new HashMap<>();

  /**
   * Knows the names that a store has recorded.
   *
   * @throws TypeRefused if the store has records under this type
   */
  public BytesCodec(String streamType, TypeDictionary dictionary) {
    this.streamType = streamType;
    for (TypeDefinition definition : dictionary.ofActor(streamType)) {
      if (!isBytes(definition)) {
        throw new TypeRefused(streamType, "the store has the record " + definition.name()
            + " under this name, and StreamType.bytes stores bytes. Give the type of bytes another name.");
      }
      ids.put(definition.name(), definition.id());
    }
  }

  /** Whether a definition is one of bytes. */
  public static boolean isBytes(TypeDefinition definition) {
    return definition.components().size() == 1 && definition.components().getFirst().name().equals(COMPONENT);
  }

  /** Whether the dictionary has the types of all these values. */
  public boolean knows(Role role, List<?> values) {
    for (Object value : values) {
      if (!ids.containsKey(name(role, value))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the definitions that must be stored before these values are.
   *
   * @throws UnstorableValue if one of them breaks a rule
   */
  public List<TypeDefinition> missing(Role role, List<?> values, int nextId) {
    Set<String> fresh = new LinkedHashSet<>();
    for (Object value : values) {
      String name = name(role, value);
      if (!ids.containsKey(name)) {
        fresh.add(requireName(role, name));
      }
    }
    if (ids.size() + fresh.size() > MOST_NAMES) {
      throw new UnstorableValue("the stream type " + streamType + " has " + ids.size()
          + " names of types already, and at most " + MOST_NAMES
          + " are recorded; put what differs from event to event "
          + "into the entries of its metadata");
    }
    List<TypeDefinition> definitions = new ArrayList<>(fresh.size());
    for (String name : fresh) {
      definitions.add(new TypeDefinition(nextId + definitions.size(), streamType, role, name, 1,
          List.of(new ComponentDefinition(TAG, COMPONENT, Scalar.BYTES.text()))));
    }
    return definitions;
  }

  private static String requireName(Role role, String name) {
    String given = role == Role.STATE ? name.substring(STATE.length()) : name;
    int length = given.getBytes(StandardCharsets.UTF_8).length;
    if (length < 1 || length > LONGEST_NAME || given.startsWith(STATE)
        || given.codePoints().anyMatch(point -> Character.isISOControl(point)
            || point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)) {
      throw new UnstorableValue("the name of its type has 1 to " + LONGEST_NAME + " bytes of well-formed UTF-8 without "
          + "control characters, and does not begin with " + STATE);
    }
    return name;
  }

  private static String name(Role role, Object value) {
    String name = bytes(value).type();
    return role == Role.STATE ? STATE + name : name;
  }

  private static TypedBytes bytes(Object value) {
    if (value instanceof TypedBytes bytes) {
      return bytes;
    }
    throw new UnstorableValue("it is no TypedBytes");
  }

  @Override
  public int typeId(Role role, Object value) {
    Integer id = ids.get(name(role, value));
    if (id == null) {
      throw new UnstorableValue("its type " + bytes(value).type() + " is not recorded");
    }
    return id;
  }

  @Override
  public void write(Object value, FieldOutput out) {
    byte[] bytes = bytes(value).bytes();
    out.key(TAG, Wire.BLOCK);
    out.varint(bytes.length);
    out.writeBytes(bytes);
  }

  /**
   * Decodes an event or a snapshot from exactly these bytes.
   *
   * @throws UnreadableRecord if they are not what this class writes, or the type is none of bytes
   */
  public static TypedBytes read(TypeDefinition type, byte[] bytes, int offset, int length) {
    if (!isBytes(type)) {
      throw new UnreadableRecord("its type " + type.name() + " is a record, no bytes");
    }
    String name = type.role() == Role.STATE ? type.name().substring(STATE.length()) : type.name();
    try {
      FieldInput in = new FieldInput(bytes, offset, length);
      if (in.key() != (TAG << 2 | Wire.BLOCK)) {
        throw new UnreadableRecord("it has another field than its bytes");
      }
      int outer = in.enter();
      byte[] content = in.rest();
      in.leave(outer);
      if (in.remaining() > 0) {
        throw new UnreadableRecord("more follows its bytes");
      }
      return new TypedBytes(name, content);
    } catch (KryoException e) {
      throw new UnreadableRecord("its bytes end early", e);
    }
  }
}
