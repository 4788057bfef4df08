package dev.cairn.impl.chain;

import com.esotericsoftware.kryo.kryo5.KryoException;
import dev.cairn.impl.record.FieldInput;
import dev.cairn.impl.record.FieldOutput;
import dev.cairn.impl.record.OpenedRecord;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.impl.record.Wire;
import dev.cairn.spi.Position;
import java.util.ArrayList;
import java.util.List;

/**
 * Some neighbouring entries of the log, and the link before them. The record of the first link may have no entries.
 *
 * <pre>
 * type id 12: 1 generation, 2 offset (longs), 3 hash (32 bytes) of the link before, 4 entries (block), each:
 *   generations since the entry before (varint), offset: since the entry before, or in a later generation the offset
 *   itself (varint), stream (8 bytes), sequence (varint), digest (32 bytes)
 * </pre>
 *
 * @param before the link that the entries continue
 * @param entries in the order of the log
 */
public record ChainRecord(Link before, List<ChainEntry> entries) {

  /** The built-in type of its record. */
  static final int TYPE_ID = 12;

  private static final String WHAT = "a record of a chain";

  /** The link after the last entry. */
  public Link after() {
    Link link = before;
    for (ChainEntry entry : entries) {
      link = link.next(entry);
    }
    return link;
  }

  void write(FieldOutput out) {
    out.key(1, Wire.VARINT);
    out.signed(before.position().generation());
    out.key(2, Wire.VARINT);
    out.signed(before.position().offset());
    out.key(3, Wire.BLOCK);
    int hash = out.begin();
    out.writeBytes(before.hash());
    out.end(hash);
    out.key(4, Wire.BLOCK);
    int list = out.begin();
    Position at = before.position();
    for (ChainEntry entry : entries) {
      write(out, at, entry);
      at = entry.position();
    }
    out.end(list);
  }

  private static void write(FieldOutput out, Position before, ChainEntry entry) {
    long generations = entry.position().generation() - before.generation();
    out.varint(generations);
    out.varint(generations == 0 ? entry.position().offset() - before.offset() : entry.position().offset());
    out.writeLong(entry.stream());
    out.varint(entry.sequence());
    out.writeBytes(entry.digest());
  }

  /**
   * Reads a record.
   *
   * @throws UnreadableRecord if it is none of a chain
   */
  static ChainRecord read(OpenedRecord opened) {
    FieldInput in = new FieldInput(opened.bytes(), opened.valueOffset(), opened.valueLength());
    if (opened.typeId() != TYPE_ID) {
      throw new UnreadableRecord("it is no record of a chain");
    }
    try {
      Link before = link(in);
      in.require(4, Wire.BLOCK, WHAT);
      int outer = in.enter();
      List<ChainEntry> entries = entries(in, before.position());
      in.leave(outer);
      in.requireEnd();
      return new ChainRecord(before, entries);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new UnreadableRecord("it names no position", e);
    } catch (KryoException e) {
      throw new UnreadableRecord("its bytes end early", e);
    }
  }

  private static Link link(FieldInput in) {
    in.require(1, Wire.VARINT, WHAT);
    long generation = in.signed();
    in.require(2, Wire.VARINT, WHAT);
    Position position = new Position(generation, in.signed());
    in.require(3, Wire.BLOCK, WHAT);
    int outer = in.enter();
    byte[] hash = in.readBytes(Link.HASH_BYTES);
    in.leave(outer);
    return new Link(position, hash);
  }

  private static List<ChainEntry> entries(FieldInput in, Position before) {
    List<ChainEntry> entries = new ArrayList<>();
    Position at = before;
    while (in.remaining() > 0) {
      long generations = in.varint();
      long offset = in.varint();
      at = generations == 0 ? new Position(at.generation(), Math.addExact(at.offset(), offset))
          : new Position(Math.addExact(at.generation(), generations), offset);
      entries.add(new ChainEntry(at, in.readLong(), in.varint(), in.readBytes(Link.HASH_BYTES)));
    }
    return entries;
  }
}
