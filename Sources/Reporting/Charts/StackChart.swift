import Quantities

/// Amounts stacked by period, with a line across them where there is one to meet.
struct StackChart: Sendable {
  /// One colour of the stack.
  struct Series: Sendable {
    var name: String
    var values: [Double]
  }
  /// The periods, as shares of the axis: where each begins and ends.
  var periods: [(from: Double, to: Double)]
  /// What to write below the periods.
  var labels: [(share: Double, text: String)]
  /// The stack from the bottom.
  var series: [Series]
  /// What the stack is measured against.
  var line: Series?
  /// What the values count.
  var unit: String
  /// What stands before a tick: `$`.
  var prefix = ""

  /// Draws the chart.
  func drawing(width: Double, height: Double) -> Drawing {
    let sums = periods.indices.map { period in
      series.reduce(0) { $0 + max(0, value($1, period)) }
    }
    let axis = ValueAxis(sums + (line?.values ?? []))
    var entries = series.enumerated().map { Legend.Entry(name: $1.name, style: "s\($0 % 8)") }
    if let line { entries.append(.init(name: line.name, style: "needed", isLine: true)) }
    let legend = Legend(entries, width: width)
    var frame = Frame(
      width: width, height: height + legend.height, top: legend.height, axis: axis, unit: unit
    ) { axis.label($0, prefix: prefix) }
    legend.draw(on: &frame.drawing)
    for (period, span) in periods.enumerated() {
      let (from, to) = (frame.x(span.from), frame.x(span.to))
      let gap = min(6, (to - from) * 0.18)
      var base = 0.0
      for (index, one) in series.enumerated() {
        let size = value(one, period)
        guard size > 0, size.isFinite else { continue }
        let (low, high) = (frame.y(base), frame.y(base + size))
        frame.drawing.rect(
          x: from + gap / 2, y: high, width: to - from - gap, height: low - high, "s\(index % 8)",
          hover: "\(one.name): \(prefix)\(size < 100 ? Show.short(size) : Show.count(size))")
        base += size
      }
    }
    if let line {
      var points: [(x: Double, y: Double)] = []
      for (period, span) in periods.enumerated() {
        let y = frame.y(value(line, period))
        points += [(frame.x(span.from), y), (frame.x(span.to), y)]
      }
      frame.drawing.path(points, "halo")
      frame.drawing.path(points, "needed")
    }
    frame.label(labels)
    return frame.drawing
  }

  private func value(_ series: Series, _ period: Int) -> Double {
    series.values.indices.contains(period) ? series.values[period] : 0
  }
}
