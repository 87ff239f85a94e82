/// A vector drawing under construction: shapes and text in a box of user units.
///
/// Colours are classes of the style sheet, so that themes and print apply; all text is escaped.
struct Drawing: Sendable {
  /// Where a text is anchored.
  enum Anchor: String, Sendable { case start, middle, end }

  /// The width of the box.
  var width: Double
  /// The height of the box.
  var height: Double
  /// The elements so far.
  private(set) var body = ""

  init(width: Double, height: Double) { (self.width, self.height) = (width, height) }

  mutating func rect(
    x: Double, y: Double, width: Double, height: Double, _ style: String, hover: String = ""
  ) {
    body += "<rect x=\"\(Drawing.unit(x))\" y=\"\(Drawing.unit(y))\" "
    body += "width=\"\(Drawing.unit(max(0, width)))\" "
    body += "height=\"\(Drawing.unit(max(0, height)))\" class=\"\(style)\""
    close("rect", hover)
  }

  mutating func line(x1: Double, y1: Double, x2: Double, y2: Double, _ style: String) {
    body += "<path d=\"M\(Drawing.unit(x1)) \(Drawing.unit(y1))"
    body += "L\(Drawing.unit(x2)) \(Drawing.unit(y2))\" class=\"\(style)\"/>"
  }

  mutating func circle(x: Double, y: Double, radius: Double, _ style: String, hover: String = "") {
    body += "<circle cx=\"\(Drawing.unit(x))\" cy=\"\(Drawing.unit(y))\" "
    body += "r=\"\(Drawing.unit(radius))\" class=\"\(style)\""
    close("circle", hover)
  }

  /// A line through points; `closed` fills the area.
  mutating func path(_ points: [(x: Double, y: Double)], closed: Bool = false, _ style: String) {
    guard let first = points.first else { return }
    body += "<path d=\"M\(Drawing.unit(first.x)) \(Drawing.unit(first.y))"
    for point in points.dropFirst() {
      body += "L\(Drawing.unit(point.x)) \(Drawing.unit(point.y))"
    }
    body += closed ? "Z\" class=\"\(style)\"/>" : "\" class=\"\(style)\"/>"
  }

  mutating func text(
    _ text: String, x: Double, y: Double, _ anchor: Anchor = .start, _ style: String = ""
  ) {
    guard !text.isEmpty else { return }
    body += "<text x=\"\(Drawing.unit(x))\" y=\"\(Drawing.unit(y))\""
    if anchor != .start { body += " text-anchor=\"\(anchor.rawValue)\"" }
    if !style.isEmpty { body += " class=\"\(style)\"" }
    body += ">\(Markup.escaped(text))</text>"
  }

  private mutating func close(_ element: String, _ hover: String) {
    body += hover.isEmpty ? "/>" : "><title>\(Markup.escaped(hover))</title></\(element)>"
  }

  /// The drawing as an element with its name and description.
  ///
  /// - Parameters:
  ///   - id: Unique in the page; letters, digits and hyphens.
  ///   - style: Classes of the element.
  ///   - title: The chart's name.
  ///   - description: The chart in words.
  ///   - styleSheet: The rules of a drawing that stands alone; none inside a page.
  /// - Returns: An `svg` element.
  func markup(
    id: String, style: String, title: String, description: String, styleSheet: String = ""
  ) -> Markup {
    let isAlone = !styleSheet.isEmpty
    let margin = isAlone ? 12.0 : 0
    let box = [-margin, -margin, width + 2 * margin, height + 2 * margin].map(Drawing.unit)
    let name =
      isAlone
      ? " xmlns=\"http://www.w3.org/2000/svg\" width=\"\(Drawing.unit(width + 2 * margin))\" height=\"\(Drawing.unit(height + 2 * margin))\""
      : ""
    let rules = isAlone ? "<style>\(styleSheet)</style>" : ""
    return Markup(
      trusted:
        "<svg\(name) id=\"\(id)\" class=\"\(style)\" viewBox=\"\(box.joined(separator: " "))\" "
        + "role=\"img\" aria-labelledby=\"\(id)-t \(id)-d\" "
        + "preserveAspectRatio=\"xMinYMin meet\">"
        + "<title id=\"\(id)-t\">\(Markup.escaped(title))</title>"
        + "<desc id=\"\(id)-d\">\(Markup.escaped(description))</desc>\(rules)\(body)</svg>")
  }

  /// A coordinate with at most one place; anything that is no number becomes 0.
  static func unit(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e7 else { return "0" }
    let tenths = Int((value * 10).rounded())
    if tenths % 10 == 0 { return "\(tenths / 10)" }
    return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
  }

  /// The width that a text takes at a font size, erring on the wide side.
  static func textWidth(_ text: String, size: Double = 13) -> Double {
    text.unicodeScalars.reduce(0) { sum, scalar in
      switch scalar.value {
      case 0x20, 0x2C, 0x2E, 0x3A, 0x69, 0x6C, 0x6A, 0x74, 0x66, 0x49: sum + 0.42 * size
      case 0x4D, 0x57, 0x6D, 0x77: sum + 1.0 * size
      case 0x30...0x39: sum + 0.64 * size
      case 0x41...0x5A: sum + 0.76 * size
      case 0x1100...: sum + 1.05 * size
      default: sum + 0.64 * size
      }
    }
  }

  /// A text cut to a width, with an ellipsis where something is missing.
  static func fitted(_ text: String, width: Double, size: Double = 13) -> String {
    guard textWidth(text, size: size) > width else { return text }
    var short = String(text.prefix(200))
    while !short.isEmpty && textWidth(short + "…", size: size) > width { short.removeLast() }
    while short.last == " " { short.removeLast() }
    return short + "…"
  }
}
