package dev.cairn.impl.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.impl.record.UnreadableRecord;
import java.lang.reflect.RecordComponent;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FieldReaderTest {
  private final FieldReader reader = new FieldReader(Everything.STORE.dictionary());

  @Test
  void what_is_read_without_classes_equals_what_was_written() throws ReflectiveOperationException {
    for (Object value : Everything.all()) {
      assertEquals(neutral(value), fields(value));
    }
  }

  @Test
  void components_stand_in_the_order_of_their_tags() {
    assertEquals(List.of("bool", "b", "s", "i", "l", "c", "d", "f"),
        List.copyOf(fields(Everything.numbers()).keySet()));
  }

  @Test
  void what_is_absent_is_null() {
    assertEquals(12, fields(Everything.noValues()).size());
    fields(Everything.noValues()).values().forEach(value -> assertEquals(null, value));
  }

  @Test
  void one_of_several_types_tells_its_name_first() {
    Map<?, ?> many = fields(Everything.many());
    Map<?, ?> group = (Map<?, ?>) ((List<?>) ((List<?>) many.get("shapes")).get(1)).get(0);
    assertEquals(List.of("_type", "type", "members", "first"), List.copyOf(group.keySet()));
    assertEquals("Group", group.get("_type"));
    assertEquals(Map.of("type", "Circle", "radius", 2.0), group.get("first"));
    assertEquals("type", ((Map<?, ?>) group.get("first")).keySet().iterator().next());
  }

  @Test
  void a_type_that_is_mentioned_but_not_written_down_is_refused() {
    TypeDictionary half = TypeDictionary.EMPTY.with(new TypeDefinition(16, "account", Role.EVENT, "Paid", 1,
        List.of(new ComponentDefinition(1, "money", "record(Money)"))));
    byte[] bytes = { 6, 0 };
    assertThrows(UnreadableRecord.class, () -> new FieldReader(half).fields(16, bytes, 0, 2));
    assertThrows(UnreadableRecord.class, () -> new FieldReader(half).fields(17, bytes, 0, 2));
    assertEquals(1, new FieldReader(half).fields(16, bytes, 0, 0).size());
  }

  @Test
  void a_time_zone_that_this_jdk_does_not_know_is_shown_by_its_name() {
    TypeDictionary zones = TypeDictionary.EMPTY.with(new TypeDefinition(16, "account", Role.EVENT, "Moved", 1,
        List.of(new ComponentDefinition(1, "zone", "zone"))));
    byte[] bytes = { 6, 9, 'M', 'a', 'r', 's', '/', 'B', 'a', 's', (byte) ('e' | 0x80) };
    bytes[1] = (byte) (bytes.length - 2);
    assertEquals("Mars/Base", new FieldReader(zones).fields(16, bytes, 0, bytes.length).get("zone"));
  }

  private LinkedHashMap<String, Object> fields(Object value) {
    byte[] bytes = Everything.STORE.write(value);
    return reader.fields(Everything.STORE.codec().typeId(value), bytes, 0, bytes.length);
  }

  /** Says by reflection what the reader must find. */
  private static Object neutral(Object value) throws ReflectiveOperationException {
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    if (value instanceof Optional<?> optional) {
      return neutral(optional.orElse(null));
    }
    if (value instanceof Collection<?> elements) {
      List<Object> list = new ArrayList<>();
      for (Object each : elements) {
        list.add(neutral(each));
      }
      return list;
    }
    if (value instanceof Map<?, ?> entries) {
      Map<Object, Object> map = new LinkedHashMap<>();
      for (Map.Entry<?, ?> each : entries.entrySet()) {
        map.put(neutral(each.getKey()), neutral(each.getValue()));
      }
      return map;
    }
    if (value instanceof ZoneId zone) {
      return zone.getId();
    }
    return value instanceof Record fields ? neutralRecord(fields) : value;
  }

  private static Object neutralRecord(Record value) throws ReflectiveOperationException {
    Map<Object, Object> map = new LinkedHashMap<>();
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      component.getAccessor().setAccessible(true);
      map.put(component.getName(), neutral(component.getAccessor().invoke(value)));
    }
    if (value instanceof Everything.Shape) {
      map.put(map.containsKey("type") ? "_type" : "type", value.getClass().getSimpleName());
    }
    return map;
  }
}
