/** How the tiles of a grid stand. */
export interface Layout {
  readonly columns: number;
  readonly width: number;
  readonly height: number;
}

const GAP = 12;
const RATIO = 16 / 9;

/** The largest tiles of 16:9 of which `count` fit into the area. Pure. */
export function gridLayout(count: number, areaWidth: number, areaHeight: number): Layout {
  let best: Layout = { columns: 1, width: 0, height: 0 };
  for (let columns = 1; columns <= Math.max(1, count); columns++) {
    const rows = Math.ceil(Math.max(1, count) / columns);
    const fitWidth = (areaWidth - GAP * (columns - 1)) / columns;
    const fitHeight = (areaHeight - GAP * (rows - 1)) / rows;
    const width = Math.floor(Math.min(fitWidth, fitHeight * RATIO));
    if (width > best.width) {
      best = { columns, width, height: Math.floor(width / RATIO) };
    }
  }
  return best;
}
