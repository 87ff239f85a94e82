/// People at work by interval against people required, over a few days.
struct StepChart: Sendable {
  /// Agents required by interval.
  var required: [Int]
  /// Agents planned by interval.
  var planned: [Int]
  /// Days as shares of the axis at which they begin, with their names.
  var days: [(share: Double, text: String)]

  /// Draws planned people as an area and required people as a line.
  func drawing(width: Double, height: Double) -> Drawing {
    let legend = Legend(
      [
        .init(name: "Planned at work", style: "s0 soft"),
        .init(name: "Required", style: "needed", isLine: true),
      ], width: width)
    let axis = ValueAxis((required + planned).map(Double.init), count: 4)
    var frame = Frame(
      width: width, height: height + legend.height, top: legend.height, axis: axis,
      unit: "Agents at work"
    ) { axis.label($0) }
    legend.draw(on: &frame.drawing)
    let count = max(required.count, planned.count)
    let area = steps(planned, count: count, frame: frame)
    if let first = area.first, let last = area.last {
      frame.drawing.path(
        [(first.x, frame.bottom)] + area + [(last.x, frame.bottom)], closed: true, "s0 soft")
    }
    for day in days.dropFirst() {
      frame.drawing.line(
        x1: frame.x(day.share), y1: frame.top, x2: frame.x(day.share), y2: frame.bottom, "grid")
    }
    frame.drawing.path(steps(required, count: count, frame: frame), "needed")
    let width = 1 / Double(max(1, days.count))
    frame.label(days.map { ($0.share + width / 2, $0.text) }, marks: false)
    return frame.drawing
  }

  private func steps(_ values: [Int], count: Int, frame: Frame) -> [(x: Double, y: Double)] {
    var points: [(x: Double, y: Double)] = []
    for (index, value) in values.enumerated() {
      // A run of equal values needs its ends only.
      let repeats = index > 0 && values[index - 1] == value
      let y = frame.y(Double(value))
      if repeats {
        points.removeLast()
      } else {
        points.append((frame.x(Double(index) / Double(count)), y))
      }
      points.append((frame.x(Double(index + 1) / Double(count)), y))
    }
    return points
  }
}
