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

  /// Draws the chart.
  func drawing(width: Double, height: Double) -> Drawing {
    let shown = events.filter { start <= $0.date && $0.date <= end }
    let rows = eventRows(shown, width: width)
    let top = Double((rows.map(\.row).max() ?? -1) + 1) * 18
    let values = points.flatMap { [$0.upper95, $0.mean, $0.lower95] }
    var frame = Frame(
      width: width, height: height + top, top: top, axis: ValueAxis(values, count: 4), unit: unit
    ) { [axis = ValueAxis(values, count: 4)] in axis.label($0) }
    let dates = DateAxis(start: start, end: end, room: Int(width / 62))
    func place(_ date: LocalDate, _ value: Double) -> (x: Double, y: Double) {
      (frame.x(dates.share(date)), frame.y(value))
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
    for (event, row, x, anchor, text) in rows {
      let place = frame.x(dates.share(event))
      frame.drawing.line(x1: place, y1: Double(row) * 18 + 4, x2: place, y2: frame.bottom, "event")
      frame.drawing.text(text, x: x, y: Double(row) * 18 + 12, anchor, "eventname")
    }
    frame.label(dates)
    return frame.drawing
  }

  private typealias EventRow = (
    date: LocalDate, row: Int, x: Double, anchor: Drawing.Anchor, text: String
  )

  /// Gives each event's label a row in which it touches neither another label nor a line.
  private func eventRows(_ events: [(date: LocalDate, name: String)], width: Double) -> [EventRow] {
    let dates = DateAxis(start: start, end: end, room: 1)
    var rows: [EventRow] = []
    // Later events take lower rows, so that a line never crosses a label that begins at it.
    for (index, event) in events.sorted(by: { $0.date < $1.date }).prefix(6).enumerated() {
      let x = 50 + dates.share(event.date) * (width - 56)
      let isLeft = x > width / 2
      let room = (isLeft ? x : width - x) - 8
      rows.append(
        (
          event.date, index, isLeft ? x - 5 : x + 5, isLeft ? .end : .start,
          Drawing.fitted(event.name, width: room)
        ))
    }
    return rows
  }
}
