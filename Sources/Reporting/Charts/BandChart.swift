import Quantities

/// A mean over time with its 80 % and 95 % intervals and dated events.
struct BandChart: Sendable {
  /// A point in time with its intervals.
  struct Point: Sendable {
    var date: LocalDate
    var (mean, lower80, upper80, lower95, upper95): (Double, Double, Double, Double, Double)
  }
  /// The points, in order.
  var points: [Point]
  /// Events by date.
  var events: [(date: LocalDate, name: String)]
  /// The first and last day shown.
  var start: LocalDate
  var end: LocalDate
  /// What the values count.
  var unit: String
  /// Whether there are few enough points for each to tell its value.
  private var hovers: Bool { points.count <= 110 }

  /// Draws the chart.
  func drawing(width: Double, height: Double) -> Drawing {
    let shown = events.filter { start <= $0.date && $0.date <= end }
      .sorted { $0.date < $1.date }.prefix(6)
    let top = Double(shown.count) * 18
    let axis = ValueAxis(points.flatMap { [$0.upper95, $0.mean, $0.lower95] }, count: 4)
    var frame = Frame(
      width: width, height: height + top, top: top, unitAtTop: true, axis: axis, unit: unit
    ) { axis.label($0) }
    let dates = DateAxis(start: start, end: end, room: Int(width / 38))
    // A value stands at the middle of its day.
    let half = 0.5 / Double(max(1, dates.stop - dates.start))
    func place(_ date: LocalDate, _ value: Double) -> (x: Double, y: Double) {
      (frame.x(dates.share(date) + half), frame.y(value))
    }
    let bands: [(String, (Point) -> Double, (Point) -> Double)] = [
      ("band95", \.lower95, \.upper95), ("band80", \.lower80, \.upper80),
    ]
    for (style, lower, upper) in bands {
      let outline =
        points.map { place($0.date, upper($0)) }
        + points.reversed().map { place($0.date, lower($0)) }
      if points.count > 1 {
        frame.drawing.path(outline, closed: true, style)
      } else if let only = outline.first, let low = outline.last {
        frame.drawing.rect(x: only.x - 6, y: only.y, width: 12, height: low.y - only.y, style)
      }
    }
    if points.count > 1 {
      frame.drawing.path(points.map { place($0.date, $0.mean) }, "mean")
    } else {
      for point in points {
        let (x, y) = place(point.date, point.mean)
        frame.drawing.circle(x: x, y: y, radius: 4, "s0")
      }
    }
    for point in points where hovers {
      let (x, y) = place(point.date, point.mean)
      frame.drawing.circle(
        x: x, y: y, radius: 7, "spot",
        hover:
          "\(Show.date(point.date)): \(Show.count(point.mean)), 80 % between \(Show.count(point.lower80)) and \(Show.count(point.upper80))"
      )
    }
    // Each event has a row of its own, later ones lower, so that labels meet no other label.
    for (row, event) in shown.enumerated() {
      let (x, y) = (frame.x(dates.share(event.date)), 28 + Double(row) * 18)
      let isLeft = x > width / 2
      let name = Drawing.fitted(event.name, width: (isLeft ? x : width - x) - 8)
      frame.drawing.line(x1: x, y1: y - 10, x2: x, y2: frame.bottom, "event")
      frame.drawing.text(name, x: isLeft ? x - 5 : x + 5, y: y, isLeft ? .end : .start, "eventname")
    }
    frame.label(dates)
    return frame.drawing
  }
}
