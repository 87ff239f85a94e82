/// The way from one amount to another in steps, each bar beginning where the one before ends.
struct BridgeChart: Sendable {
  /// A step.
  struct Step: Sendable {
    var name: String
    var dollars: Double
    var label: String
  }
  /// The first amount.
  var start: Step
  /// What is added and taken off, in order.
  var steps: [Step]
  /// The last amount.
  var end: Step

  /// Draws the bars, each below its name.
  func drawing(width: Double) -> Drawing {
    let row = 42.0
    var drawing = Drawing(width: width, height: row * Double(steps.count + 2))
    var (sum, reach) = (start.dollars, max(start.dollars, end.dollars))
    for step in steps {
      sum += step.dollars
      reach = max(reach, sum)
    }
    func x(_ dollars: Double) -> Double {
      reach > 0 && dollars.isFinite ? max(0, dollars / reach) * (width - 4) : 0
    }
    var place = 0
    func draw(_ step: Step, from: Double, to: Double, _ style: String) {
      let top = Double(place) * row
      let money = Drawing.textWidth(step.label)
      drawing.text(
        Drawing.fitted(step.name, width: (width - money - 16) * 0.9), x: 0, y: top + 13, .start,
        "name")
      drawing.text(step.label, x: width - 4, y: top + 13, .end)
      let (low, high) = (x(min(from, to)), x(max(from, to)))
      drawing.rect(
        x: low, y: top + 18, width: max(1, high - low), height: 14, style,
        hover: "\(step.name): \(step.label)")
      place += 1
    }
    draw(start, from: 0, to: start.dollars, "s0")
    sum = start.dollars
    for step in steps {
      draw(step, from: sum, to: sum + step.dollars, step.dollars > 0 ? "s1" : "s5")
      sum += step.dollars
    }
    draw(end, from: 0, to: end.dollars, "s0")
    return drawing
  }
}
