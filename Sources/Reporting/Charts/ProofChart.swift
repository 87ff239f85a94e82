/// A goal's periods: what the simulation says with its interval, the closed form, and the target.
struct ProofChart: Sendable {
  /// A period.
  struct Point: Sendable {
    var label: String
    var mean: Double
    var halfWidth: Double
    var formula: Double?
    var met: Bool
  }
  var points: [Point]
  var target: Double
  /// Whether the values are shares rather than seconds.
  var isShare: Bool

  /// Draws the chart; the vertical axis holds the target and the values, not zero.
  func drawing(width: Double, height: Double) -> Drawing {
    let values = points.flatMap { point in
      [point.mean - point.halfWidth, point.mean + point.halfWidth]
        + (point.formula.map { [$0] } ?? [])
    }
    var axis = ValueAxis(values + [target], fromZero: false, count: 4)
    if isShare { axis = axis.limited(to: 0...1) }
    var frame = Frame(
      width: width, height: height, top: 0, axis: axis,
      unit: isShare ? "Share" : "Seconds"
    ) { isShare ? axis.percentLabel($0) : axis.label($0) }
    let goal = frame.y(target)
    frame.drawing.line(x1: frame.left, y1: goal, x2: frame.right, y2: goal, "needed")
    let slot = 1 / Double(max(1, points.count))
    let radius = min(4.5, max(1.5, frame.span * slot / 4))
    for (index, point) in points.enumerated() {
      let x = frame.x((Double(index) + 0.5) * slot)
      if let formula = point.formula {
        let y = frame.y(formula)
        frame.drawing.rect(
          x: x - radius - 2, y: y - radius - 2, width: 2 * radius + 4, height: 2 * radius + 4,
          "formula")
      }
      let (low, high) = (
        frame.y(point.mean - point.halfWidth), frame.y(point.mean + point.halfWidth)
      )
      frame.drawing.line(x1: x, y1: low, x2: x, y2: high, point.met ? "ok" : "miss")
      frame.drawing.circle(
        x: x, y: frame.y(point.mean), radius: radius, point.met ? "s0" : "missdot",
        hover: hover(point))
    }
    frame.label(
      points.enumerated().map { ((Double($0) + 0.5) * slot, $1.label) }, marks: false)
    return frame.drawing
  }

  private func hover(_ point: Point) -> String {
    func written(_ value: Double) -> String {
      isShare ? Show.percent(value, 2) : Show.decimal(value, 1) + " s"
    }
    let formula = point.formula.map { "; closed form \(written($0))" } ?? ""
    return "\(point.label): \(written(point.mean)) ± \(written(point.halfWidth))\(formula)"
  }
}

extension ValueAxis {
  /// The axis without ticks outside a range.
  func limited(to range: ClosedRange<Double>) -> ValueAxis {
    var shorter = self
    let inside = ticks.filter { $0 >= range.lowerBound - 1e-9 && $0 <= range.upperBound + 1e-9 }
    guard inside.count > 1, let first = inside.first, let last = inside.last else { return self }
    (shorter.ticks, shorter.low, shorter.high) = (inside, first, last)
    return shorter
  }
}
