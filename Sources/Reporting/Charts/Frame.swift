import Quantities

/// The plot area of a chart with its axes.
struct Frame: Sendable {
  /// The drawing on which the axes stand.
  var drawing: Drawing
  /// The edges of the plot area.
  var (left, right, top, bottom): (Double, Double, Double, Double)
  /// The vertical axis.
  var axis: ValueAxis

  /// Draws grid lines and value labels, leaving room for them on the left.
  ///
  /// - Parameters:
  ///   - width: The width of the drawing.
  ///   - height: The height of the drawing.
  ///   - top: Room above the plot, for a legend or labels of events.
  ///   - unitAtTop: Whether the unit stands above that room rather than below it.
  ///   - axis: The vertical axis.
  ///   - unit: What the values count.
  ///   - label: How a tick is written.
  init(
    width: Double, height: Double, top: Double, unitAtTop: Bool = false, axis: ValueAxis,
    unit: String, label: (Double) -> String
  ) {
    drawing = Drawing(width: width, height: height)
    self.axis = axis
    let labels = axis.ticks.map(label)
    left = (labels.map { Drawing.textWidth($0, size: 12) }.max() ?? 0) + 10
    right = width - 6
    self.top = top + 24
    bottom = height - 40
    drawing.text(
      Drawing.fitted(unit, width: width, size: 12), x: 0, y: unitAtTop ? 10 : top + 10, .start,
      "axis")
    for (tick, text) in zip(axis.ticks, labels) {
      let y = self.y(tick)
      drawing.line(x1: left, y1: y, x2: right, y2: y, tick == 0 ? "base" : "grid")
      drawing.text(text, x: left - 6, y: y + 4, .end, "axis")
    }
  }

  /// The width of the plot area.
  var span: Double { right - left }

  /// The height at which a value lies.
  func y(_ value: Double) -> Double { bottom - axis.share(value) * (bottom - top) }

  /// The place of a share of the horizontal axis.
  func x(_ share: Double) -> Double { left + share * span }

  /// Draws labels of one or two lines below the plot, every one or every few so that none touch.
  mutating func label(_ labels: [(share: Double, text: String)], marks: Bool = true) {
    let placed = labels.map { share, text -> (center: Double, place: Double, lines: [String]) in
      let lines = text.split(separator: "\n").map(String.init)
      let half = width(of: lines) / 2
      return (x(share), min(max(x(share), half), drawing.width - half), lines)
    }
    let every = (1...max(1, placed.count)).first { step in
      let kept = stride(from: 0, to: placed.count, by: step).map { placed[$0] }
      return zip(kept, kept.dropFirst()).allSatisfy { left, right in
        right.place - left.place >= (width(of: left.lines) + width(of: right.lines)) / 2 + 8
      }
    }
    for (index, label) in placed.enumerated() {
      if marks {
        drawing.line(x1: label.center, y1: bottom, x2: label.center, y2: bottom + 4, "base")
      }
      guard index % (every ?? 1) == 0 else { continue }
      for (row, line) in label.lines.enumerated() {
        drawing.text(line, x: label.place, y: bottom + 18 + Double(row) * 14, .middle, "axis")
      }
    }
  }

  private func width(of lines: [String]) -> Double {
    lines.map { Drawing.textWidth($0, size: 12) }.max() ?? 0
  }

  /// Draws the ticks of a date axis.
  mutating func label(_ dates: DateAxis) {
    label(dates.ticks.map { (dates.share($0.date), $0.label) })
  }
}

/// The names of series with their colours, in rows that fit a width.
struct Legend: Sendable {
  /// A name and the style of its mark.
  struct Entry: Sendable {
    var name: String
    var style: String
    var isLine = false
  }
  private var placed: [(entry: Entry, text: String, x: Double, y: Double)] = []
  /// The height of all rows.
  private(set) var height = 0.0

  init(_ entries: [Entry], width: Double) {
    var (x, y) = (0.0, 0.0)
    for entry in entries {
      let text = Drawing.fitted(entry.name, width: width - 24)
      let size = 20 + Drawing.textWidth(text) + 14
      if x > 0 && x + size > width { (x, y) = (0, y + 20) }
      placed.append((entry, text, x, y))
      x += size
    }
    height = placed.isEmpty ? 0 : y + 26
  }

  /// Draws the rows at the top of a drawing.
  func draw(on drawing: inout Drawing) {
    for (entry, text, x, y) in placed {
      if entry.isLine {
        drawing.line(x1: x, y1: y + 8, x2: x + 14, y2: y + 8, entry.style)
      } else {
        drawing.rect(x: x, y: y + 2, width: 12, height: 12, entry.style)
      }
      drawing.text(text, x: x + 19, y: y + 12.5)
    }
  }
}
