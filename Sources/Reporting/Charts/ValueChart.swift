/// A chart of a few series over labelled places, as an SVG file of its own.
///
///     ValueChart(title: "Cost by handle time", unit: "million $", labels: ["5m", "6m"],
///       series: [.init(name: "Employees", values: [5.1, 6.0])]).svg()
public struct ValueChart: Sendable {
  /// How values are drawn.
  public enum Shape: String, Sendable, CaseIterable {
    /// Straight lines between values.
    case line
    /// Bars beside each other.
    case bar
  }
  /// A series.
  public struct Series: Sendable {
    /// Its name in the legend.
    public var name: String
    /// One value for each label; nothing where there is none.
    public var values: [Double?]
    /// Makes a series.
    public init(name: String, values: [Double?]) { (self.name, self.values) = (name, values) }
  }
  /// The chart's name.
  public var title: String
  /// What the values count.
  public var unit: String
  /// How values are drawn.
  public var shape: Shape
  /// What stands below the horizontal axis, from left to right.
  public var labels: [String]
  /// The series; at most eight are told apart by colour.
  public var series: [Series]

  /// Makes a chart.
  ///
  /// - Parameters:
  ///   - title: The chart's name.
  ///   - unit: What the values count.
  ///   - shape: How values are drawn.
  ///   - labels: One text for each place.
  ///   - series: As many values each as there are labels.
  public init(
    title: String, unit: String, shape: Shape = .line, labels: [String], series: [Series]
  ) {
    (self.title, self.unit, self.shape) = (title, unit, shape)
    (self.labels, self.series) = (labels, series)
  }

  /// Draws the chart.
  ///
  /// - Returns: An SVG document; the same values give the same bytes.
  public func svg() -> String {
    let width = 760.0
    let legend = 22 * Double((series.count + 2) / 3)
    let axis = ValueAxis(series.flatMap(\.values).compactMap(\.self), fromZero: shape == .bar)
    var frame = Frame(
      width: width, height: 330 + legend, top: 24 + legend, axis: axis, unit: unit
    ) { axis.label($0) }
    frame.drawing.text(Drawing.fitted(title, width: width * 0.9), x: 0, y: 14, .start, "title")
    for (index, one) in series.enumerated() {
      let (column, row) = (Double(index % 3), Double(index / 3))
      frame.drawing.rect(
        x: column * width / 3, y: 26 + row * 22, width: 12, height: 12, "fill\(index % 8)")
      frame.drawing.text(
        Drawing.fitted(one.name, width: width / 3 - 24), x: column * width / 3 + 18,
        y: 36 + row * 22)
    }
    for (index, one) in series.enumerated() { draw(one, index, &frame) }
    frame.label(labels.indices.map { (share($0), labels[$0]) }, marks: false)
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Drawing.unit(width)) \
      \(Drawing.unit(330 + legend))" role="img">
      <title>\(Markup.escaped(title))</title>
      <style>\(ValueChart.style)</style>
      <rect width="100%" height="100%" fill="#ffffff"/>
      \(frame.drawing.body)
      </svg>

      """
  }

  /// The middle of a label's place.
  private func share(_ index: Int) -> Double {
    (Double(index) + 0.5) / Double(max(1, labels.count))
  }

  private func draw(_ one: Series, _ index: Int, _ frame: inout Frame) {
    let color = index % 8
    switch shape {
    case .bar:
      let room = frame.span / Double(max(1, labels.count)) * 0.8
      let each = room / Double(max(1, series.count))
      for (place, value) in one.values.enumerated() {
        guard let value, value.isFinite else { continue }
        let left = frame.x(share(place)) - room / 2 + Double(index) * each
        let (top, bottom) = (min(frame.y(value), frame.y(0)), max(frame.y(value), frame.y(0)))
        frame.drawing.rect(
          x: left, y: top, width: max(1, each - 1), height: max(1, bottom - top), "fill\(color)",
          hover: "\(one.name), \(labels[place]): \(Show.short(value))")
      }
    case .line:
      var run: [(x: Double, y: Double)] = []
      for (place, value) in one.values.enumerated() {
        if let value, value.isFinite {
          run.append((frame.x(share(place)), frame.y(value)))
          frame.drawing.circle(
            x: frame.x(share(place)), y: frame.y(value), radius: labels.count > 60 ? 1 : 3,
            "fill\(color)", hover: "\(one.name), \(labels[place]): \(Show.short(value))")
          continue
        }
        if run.count > 1 { frame.drawing.path(run, "line\(color)") }
        run = []
      }
      if run.count > 1 { frame.drawing.path(run, "line\(color)") }
    }
  }

  private static let colors = [
    "#1f5fa8", "#c4612a", "#2f8f5b", "#8a4fa3", "#b08a00", "#4f6d7a", "#b23a5b", "#5b7f1f",
  ]

  private static var style: String {
    var text =
      "text{font:13px system-ui,sans-serif;fill:#333}.title{font-weight:600}.axis{font-size:12px}"
      + ".grid{stroke:#ddd}.base{stroke:#888}.tick{stroke:#888}"
    for (index, color) in colors.enumerated() {
      text += ".fill\(index){fill:\(color)}.line\(index){fill:none;stroke:\(color);stroke-width:2}"
    }
    return text
  }
}
