package io.mediascope.ops;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in aligned columns. One thread. */
public final class TextTable {
    private final List<String[]> rows = new ArrayList<>();
    private final int columns;

    public TextTable(String... titles) {
        columns = titles.length;
        rows.add(titles);
    }

    /** One row; as many cells as there are titles. */
    public TextTable row(String... cells) {
        if (cells.length != columns) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns + " columns");
        }
        rows.add(cells);
        return this;
    }

    /** The titles and the rows, without spaces at their ends. Control characters become question marks. */
    public List<String> lines() {
        int[] widths = new int[columns];
        for (String[] row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(String[] row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.length; i++) {
            line.append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 2));
        }
        return line.toString().replaceAll("\\p{Cntrl}", "?").stripTrailing();
    }
}
