import Quantities

/// The change of cost when an input moves one way and the other, largest first.
struct Tornado: Sendable {
  /// An input with its two effects.
  struct Bar: Sendable {
    var name: String
    var low: (change: String, dollars: Double)
    var high: (change: String, dollars: Double)
  }
  var bars: [Bar]

  /// Draws the bars about a line at no change; names stand above their bars.
  func drawing(width: Double) -> Drawing {
    let row = 50.0
    var drawing = Drawing(width: width, height: row * Double(bars.count) + 30)
    let most =
      bars.flatMap { [abs($0.low.dollars), abs($0.high.dollars)] }
      .filter(\.isFinite).max() ?? 0
    let labels = bars.flatMap { [label($0.low), label($0.high)] }
    let side = (labels.map { Drawing.textWidth($0, size: 12) }.max() ?? 0) + 8
    let center = width / 2
    let reach = max(20, center - side)
    func x(_ dollars: Double) -> Double {
      center + (most > 0 && dollars.isFinite ? dollars / most * reach : 0)
    }
    for (index, bar) in bars.enumerated() {
      let top = Double(index) * row
      drawing.text(
        Drawing.fitted(bar.name, width: width * 0.9), x: center, y: top + 14, .middle, "name")
      drawing.line(x1: center, y1: top + 19, x2: center, y2: top + 43, "base")
      // When both ends lie on one side their labels share a side; the longer bar is labelled.
      let sameSide = (bar.low.dollars < 0) == (bar.high.dollars < 0)
      let lowIsShorter = abs(bar.low.dollars) < abs(bar.high.dollars)
      for (end, isLow) in [(bar.low, true), (bar.high, false)] {
        let (from, to) = (min(center, x(end.dollars)), max(center, x(end.dollars)))
        drawing.rect(
          x: from, y: top + 22, width: max(1, to - from), height: 18, isLow ? "s5" : "s1")
        if sameSide && isLow == lowIsShorter { continue }
        let isLeft = end.dollars < 0
        drawing.text(
          label(end), x: isLeft ? from - 5 : to + 5, y: top + 35, isLeft ? .end : .start, "axis")
      }
    }
    let bottom = row * Double(bars.count)
    drawing.text("cheaper", x: center - 8, y: bottom + 18, .end, "axis")
    drawing.text("dearer", x: center + 8, y: bottom + 18, .start, "axis")
    return drawing
  }

  private func label(_ end: (change: String, dollars: Double)) -> String {
    let safe = end.dollars.isFinite && abs(end.dollars) < 9e16 ? end.dollars : 0
    let money = Show.signedRoughMoney(Cents(roundingDollars: safe))
    return "\(Drawing.fitted(end.change, width: 80, size: 12)): \(money)"
  }
}

/// What each alternative costs, with the range over the demand paths.
struct CostBars: Sendable {
  /// An alternative.
  struct Bar: Sendable {
    var name: String
    var dollars: Double
    var range: (low: Double, high: Double)?
    /// Whether the alternative keeps its promises.
    var isCertified: Bool
    var label: String
  }
  var bars: [Bar]

  /// Draws the bars, each below its name; whiskers are the 80 % range.
  func drawing(width: Double) -> Drawing {
    let row = 48.0
    var drawing = Drawing(width: width, height: row * Double(bars.count))
    let most = bars.map { max($0.dollars, $0.range?.high ?? 0) }.filter(\.isFinite).max() ?? 0
    func size(_ dollars: Double) -> Double {
      most > 0 && dollars.isFinite ? max(0, dollars / most) * (width - 4) : 0
    }
    for (index, bar) in bars.enumerated() {
      let top = Double(index) * row
      let money = Drawing.textWidth(bar.label)
      drawing.text(
        Drawing.fitted(bar.name, width: (width - money - 16) * 0.9), x: 0, y: top + 13, .start,
        "name")
      drawing.text(bar.label, x: width - 4, y: top + 13, .end)
      drawing.rect(
        x: 0, y: top + 19, width: max(1, size(bar.dollars)), height: 16,
        bar.isCertified ? "s0" : "open")
      if let range = bar.range {
        let (low, high) = (size(range.low), size(range.high))
        drawing.line(x1: low, y1: top + 27, x2: high, y2: top + 27, "whisker")
        for x in [low, high] {
          drawing.line(x1: x, y1: top + 22, x2: x, y2: top + 32, "whisker")
        }
      }
    }
    return drawing
  }
}
