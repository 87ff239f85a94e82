/// Numbers by half hour and weekday, or by weekday and week, as shades with the numbers in them.
struct HeatMap: Sendable {
  /// The names of the rows.
  var rows: [String]
  /// The names of the columns.
  var columns: [String]
  /// The values by row and column; `nil` where there is no such cell.
  var values: [[Double?]]
  /// What stands beside a row or a column; a name that is not among its labels is left out.
  var shown: @Sendable (String) -> Bool = { _ in true }
  /// What the legend says of the darkest shade.
  var unit = "agents"
  /// Whether values below zero have a shade of their own and values above it a plus.
  var isSigned = false
  /// What the legend says of values below zero.
  var below = "below"
  /// How a value stands in its cell and in the legend.
  var label: @Sendable (Double) -> String = { Show.count($0) }
  /// A cell with an outline, by row and column.
  var marked: (row: Int, column: Int)?
  /// What a cell is called when a pointer rests on it.
  var hover: (@Sendable (_ row: String, _ column: String, _ value: Double) -> String)?

  /// The shades, from none to most.
  static let levels = 8

  /// Draws rows down and columns across; `turned` draws columns down and rows across.
  func drawing(width: Double, turned: Bool) -> Drawing {
    let down = turned ? columns : rows
    let across = turned ? rows : columns
    let most = values.joined().compactMap { $0 }.filter(\.isFinite).max() ?? 0
    let left = (down.filter(shown).map { Drawing.textWidth($0, size: 12) }.max() ?? 0) + 8
    let cell = (width - left) / Double(max(1, across.count))
    let height = turned ? 21.0 : cell < 14 ? 22.0 : 34.0
    var drawing = Drawing(width: width, height: 24 + height * Double(down.count) + 44)
    let texts = values.joined().compactMap { $0 }.map(written)
    let widest = texts.map { Drawing.textWidth($0, size: 11) }.max() ?? 0
    let writes = cell >= widest + 3
    var free = -Double.infinity
    for (index, name) in across.enumerated() where shown(name) {
      let x = left + (Double(index) + 0.5) * cell
      let half = Drawing.textWidth(name, size: 12) / 2
      guard x - half >= free else { continue }
      let place = min(max(x, half), width - half)
      drawing.text(name, x: place, y: 14, .middle, "axis")
      free = place + half + 6
    }
    for (index, name) in down.enumerated() {
      let y = 24 + Double(index) * height
      if shown(name) { drawing.text(name, x: left - 8, y: y + height / 2 + 4, .end, "axis") }
      for other in across.indices {
        guard let value = turned ? values[other][index] : values[index][other] else { continue }
        let level = self.level(value, most: most)
        let isShort = isSigned && value < 0
        let x = left + Double(other) * cell
        let (row, column) = turned ? (across[other], name) : (name, across[other])
        drawing.rect(
          x: x + 0.5, y: y + 0.5, width: cell - 1, height: height - 1,
          isShort ? "short" : "h\(level)", hover: hover?(row, column, value) ?? "")
        if writes && (isShort || value > 0) {
          drawing.text(
            written(value), x: x + cell / 2, y: y + height / 2 + 4, .middle,
            level > 5 && !isShort ? "cell deep" : "cell")
        }
        if let marked, marked == (turned ? (other, index) : (index, other)) {
          drawing.rect(x: x + 1, y: y + 1, width: cell - 2, height: height - 2, "here")
        }
      }
    }
    legend(on: &drawing, most: most, y: drawing.height - 26)
    return drawing
  }

  private func written(_ value: Double) -> String {
    (isSigned && value > 0 ? "+" : "") + label(value)
  }

  private func level(_ value: Double, most: Double) -> Int {
    guard value > 0, most > 0, value.isFinite else { return 0 }
    return min(HeatMap.levels, max(1, Int((value / most * Double(HeatMap.levels)).rounded(.up))))
  }

  private func legend(on drawing: inout Drawing, most: Double, y: Double) {
    var x = 0.0
    if isSigned && values.joined().contains(where: { ($0 ?? 0) < 0 }) {
      drawing.rect(x: 0, y: y, width: 19, height: 14, "short")
      drawing.text(below, x: 25, y: y + 12, .start, "axis")
      x = 25 + Drawing.textWidth(below, size: 12) + 14
    }
    guard most > 0 else { return }
    drawing.text("0", x: x, y: y + 12, .start, "axis")
    for level in 0...HeatMap.levels {
      drawing.rect(x: x + 14 + Double(level) * 20, y: y, width: 19, height: 14, "h\(level)")
    }
    let end = x + 14 + Double(HeatMap.levels + 1) * 20 + 5
    drawing.text("\(label(most)) \(unit)", x: end, y: y + 12, .start, "axis")
  }
}
