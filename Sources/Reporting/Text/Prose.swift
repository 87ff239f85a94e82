/// A run of text with a little emphasis, the same for every format.
///
/// Interpolated values are plain text: they are escaped by whatever format shows them.
struct Prose: Equatable, Sendable, ExpressibleByStringInterpolation {
  /// How a part is shown.
  enum Style: Equatable, Sendable { case plain, strong, code }

  /// The parts, in order.
  var runs: [Run] = []

  /// A part of one style.
  struct Run: Equatable, Sendable {
    var text: String
    var style: Style
  }

  init(_ text: String) { runs = text.isEmpty ? [] : [Run(text: text, style: .plain)] }
  init(stringLiteral value: String) { self.init(value) }
  init(stringInterpolation: StringInterpolation) { runs = stringInterpolation.runs }

  /// The text without emphasis.
  var plain: String { runs.map(\.text).joined() }

  /// Whether there is nothing to show.
  var isEmpty: Bool { runs.isEmpty }

  static func + (left: Prose, right: Prose) -> Prose {
    var both = left
    both.runs += right.runs
    return both
  }

  struct StringInterpolation: StringInterpolationProtocol {
    var runs: [Run] = []
    init(literalCapacity: Int, interpolationCount: Int) {}
    mutating func appendLiteral(_ literal: String) { append(literal, .plain) }
    mutating func appendInterpolation(_ value: String) { append(value, .plain) }
    mutating func appendInterpolation(_ value: Int) { append(Show.count(value), .plain) }
    mutating func appendInterpolation(_ value: Prose) { runs += value.runs }
    mutating func appendInterpolation(strong value: String) { append(value, .strong) }
    mutating func appendInterpolation(code value: String) { append(value, .code) }
    private mutating func append(_ text: String, _ style: Style) {
      if !text.isEmpty { runs.append(Run(text: text, style: style)) }
    }
  }
}
