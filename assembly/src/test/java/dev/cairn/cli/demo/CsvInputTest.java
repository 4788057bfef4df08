package dev.cairn.cli.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CsvInputTest {
  private static final String HEADER = "account,type,amount\n";

  @TempDir
  private Path folder = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("bank.csv");
  }

  @Test
  void rows_are_numbered_from_one_without_the_header() throws IOException {
    assertEquals(List.of(new Row(1, "7", Kind.CREDIT, 70_000), new Row(2, "8", Kind.DEBIT, 5)),
        rows(HEADER + "7,credit,700.00\n8,debit,0.05\n"));
  }

  @Test
  void columns_come_in_any_order_and_others_are_ignored() throws IOException {
    assertEquals(List.of(new Row(1, "7", Kind.CREDIT, 100)), rows("amount,x,type,,account\n1.00,what,credit,ever,7\n"));
  }

  @Test
  void a_byte_order_mark_carriage_returns_quotes_and_empty_lines_do_no_harm() throws IOException {
    assertEquals(List.of(new Row(1, "a,\"b", Kind.CREDIT, 100), new Row(2, "c", Kind.DEBIT, 200)),
        rows("\ufeffaccount,type,amount\r\n\"a,\"\"b\",credit,1.00\r\n\r\nc,debit,2.00"));
  }

  @Test
  void accounts_are_utf_8() throws IOException {
    assertEquals(List.of(new Row(1, "Zoë 口座", Kind.CREDIT, 100)), rows(HEADER + "Zoë 口座,credit,1.00\n"));
  }

  @Test
  void the_digest_is_that_of_the_file() throws IOException {
    Files.writeString(file, HEADER + "7,credit,700.00\n");
    var input = new CsvInput(file);
    var digest = Digest.sha256();
    digest.update(Files.readAllBytes(file));
    assertEquals(Digest.hex(digest), input.read(row -> {}, read -> {}));
  }

  @Test
  void progress_ends_with_the_size_of_the_file() throws IOException {
    Files.writeString(file, HEADER + "7,credit,700.00\n8,credit,700.00\n");
    var input = new CsvInput(file);
    var progress = new ArrayList<Long>();
    input.read(row -> {}, progress::add);
    assertEquals(input.size(), progress.get(progress.size() - 1));
  }

  @Test
  void an_empty_file_is_refused() {
    refused("", 1, "the file is empty; it needs a header with account, type and amount");
  }

  @Test
  void a_file_without_rows_is_refused() {
    refused(HEADER, 1, "there is no row after the header");
  }

  @Test
  void a_missing_column_is_refused() {
    refused("account,amount\n7,1.00\n", 1, "the header has no column 'type'; it needs account, type and amount");
  }

  @Test
  void a_column_that_is_there_twice_is_refused() {
    refused("account,type,amount,type\n", 1, "the header has more than one column 'type'");
  }

  @Test
  void a_row_with_too_few_fields_is_refused() {
    refused(HEADER + "7,credit,1.00\n7,credit\n", 3, "the row has 2 fields, the header 3");
  }

  @Test
  void a_row_with_too_many_fields_is_refused() {
    refused(HEADER + "7,credit,1.00,x\n", 2, "the row has 4 fields, the header 3");
  }

  @Test
  void an_unknown_type_is_refused() {
    refused(HEADER + "7,Credit,1.00\n", 2, "the type is 'Credit'; it must be credit or debit");
  }

  @Test
  void an_amount_that_is_not_exact_is_refused() {
    refused(HEADER + "7,credit,1.5\n", 2,
        "the amount is '1.5'; it must be digits, a dot and two digits, as 700.00, at most 15 before the dot");
  }

  @Test
  void an_account_without_a_name_is_refused() {
    refused(HEADER + ",credit,1.00\n", 2, "the account has 0 bytes; it must have 1 to 1024");
  }

  @Test
  void an_account_that_is_too_long_is_refused() {
    refused(HEADER + "x".repeat(1025) + ",credit,1.00\n", 2, "the account has 1025 bytes; it must have 1 to 1024");
  }

  @Test
  void an_account_that_is_no_utf_8_is_refused_with_its_line() throws IOException {
    refused(HEADER + "7,credit,1.00\nZo\u00eb,credit,1.00\n", ISO_8859_1, 3, "the account is not well-formed UTF-8");
  }

  @Test
  void the_line_counts_the_breaks_inside_of_quotes() {
    refused("account,type,amount,note\n7,credit,1.00,\"two\nlines\"\n7,credit,x,\n", 4,
        "the amount is 'x'; it must be digits, a dot and two digits, as 700.00, at most 15 before the dot");
  }

  @Test
  void a_quote_that_never_ends_is_refused() {
    refused("account,type,amount,note\n7,credit,1.00,\"oops\n8,credit,1.00,\n", 2,
        "the quote that begins on line 2 does not end");
  }

  @Test
  void a_balance_that_a_long_does_not_hold_is_refused() throws IOException {
    String row = "7,credit,999999999999999.99\n";
    Files.writeString(file, HEADER + row.repeat(93));
    var stopped = assertThrows(DemoStopped.class, () -> new CsvInput(file).read(new Oracle(), read -> {}));
    assertEquals(file + ":94: the balance of the account becomes too large to be exact", stopped.getMessage());
  }

  @Test
  void a_file_that_is_none_is_refused() {
    assertThrows(DemoStopped.class, () -> new CsvInput(folder));
    assertThrows(DemoStopped.class, () -> new CsvInput(folder.resolve("missing.csv")));
  }

  private List<Row> rows(String text) throws IOException {
    Files.writeString(file, text);
    var rows = new ArrayList<Row>();
    new CsvInput(file).read(rows::add, read -> {});
    return rows;
  }

  private void refused(String text, long line, String reason) {
    try {
      refused(text, UTF_8, line, reason);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void refused(String text, Charset charset, long line, String reason) throws IOException {
    Files.write(file, text.getBytes(charset));
    var stopped = assertThrows(DemoStopped.class, () -> new CsvInput(file).read(row -> {}, read -> {}));
    assertEquals(file + ":" + line + ": " + reason, stopped.getMessage());
  }
}
