package io.mediascope.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void shouldAlignColumns() {
        TextTable table = new TextTable("A", "LONG").row("xyz", "1").row("\u001b[2J", "2");

        assertThat(table.lines()).containsExactly("A     LONG", "xyz   1", "?[2J  2");
    }
}
