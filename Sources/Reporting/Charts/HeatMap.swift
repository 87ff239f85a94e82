/// Numbers by half hour and weekday, as shades with the numbers in them.
struct HeatMap: Sendable {
  /// The weekdays.
  var rows: [String]
  /// The times of day.
  var columns: [String]
  /// The values by row and column; `nil` where there is no such interval.
  var values: [[Double?]]

  /// The shades, from none to most.
  static let levels = 8

  /// Draws weekdays down and times across; `turned` draws times down and weekdays across.
  func drawing(width: Double, turned: Bool) -> Drawing {
    let down = turned ? columns : rows
    let across = turned ? rows : columns
    let most = values.joined().compactMap { $0 }.filter(\.isFinite).max() ?? 0
    let left = (down.map { Drawing.textWidth($0, size: 12) }.max() ?? 0) + 8
    let cell = (width - left) / Double(max(1, across.count))
    let height = turned ? 21.0 : 34.0
    var drawing = Drawing(width: width, height: 24 + height * Double(down.count) + 44)
    let writes = cell >= Drawing.textWidth(Show.count(most), size: 11) + 3
    var free = -Double.infinity
    for (index, name) in across.enumerated() {
      let x = left + (Double(index) + 0.5) * cell
      let half = Drawing.textWidth(name, size: 12) / 2
      guard x - half >= free, turned || name.hasSuffix(":00") || across.count < 8 else { continue }
      let place = min(max(x, half), width - half)
      drawing.text(name, x: place, y: 14, .middle, "axis")
      free = place + half + 6
    }
    for (index, name) in down.enumerated() {
      let y = 24 + Double(index) * height
      if !turned || name.hasSuffix(":00") || down.count < 8 {
        drawing.text(name, x: left - 8, y: y + height / 2 + 4, .end, "axis")
      }
      for other in across.indices {
        guard let value = turned ? values[other][index] : values[index][other] else { continue }
        let level = self.level(value, most: most)
        let x = left + Double(other) * cell
        drawing.rect(x: x + 0.5, y: y + 0.5, width: cell - 1, height: height - 1, "h\(level)")
        if writes && value > 0 {
          drawing.text(
            Show.count(value), x: x + cell / 2, y: y + height / 2 + 4, .middle,
            level > 5 ? "cell deep" : "cell")
        }
      }
    }
    legend(on: &drawing, most: most, y: drawing.height - 26)
    return drawing
  }

  private func level(_ value: Double, most: Double) -> Int {
    guard value > 0, most > 0, value.isFinite else { return 0 }
    return min(HeatMap.levels, max(1, Int((value / most * Double(HeatMap.levels)).rounded(.up))))
  }

  private func legend(on drawing: inout Drawing, most: Double, y: Double) {
    drawing.text("0", x: 0, y: y + 12, .start, "axis")
    for level in 0...HeatMap.levels {
      drawing.rect(x: 14 + Double(level) * 20, y: y, width: 19, height: 14, "h\(level)")
    }
    let x = 14 + Double(HeatMap.levels + 1) * 20 + 5
    drawing.text("\(Show.count(most)) agents", x: x, y: y + 12, .start, "axis")
  }
}
