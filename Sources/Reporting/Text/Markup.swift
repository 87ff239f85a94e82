/// Text that is markup already: made by a template, by the chart canvas or by escaping.
///
/// Only this type is inserted unescaped, so that text from a scenario cannot become markup.
struct Markup: Equatable, Sendable {
  /// The markup.
  private(set) var text: String

  /// Escapes plain text.
  init(escaping plain: String) { text = Markup.escaped(plain) }

  /// Takes what a template or the canvas has made.
  init(trusted: String) { text = trusted }

  /// Escapes the characters that mean something in HTML, SVG and attribute values.
  ///
  /// Control characters and those that turn the direction of text become U+FFFD, line breaks a
  /// space: a name stays on its line and reads as it is written.
  static func escaped(_ plain: String) -> String {
    var safe = ""
    safe.reserveCapacity(plain.utf8.count)
    for scalar in plain.unicodeScalars {
      switch scalar {
      case "&": safe += "&amp;"
      case "<": safe += "&lt;"
      case ">": safe += "&gt;"
      case "\"": safe += "&quot;"
      case "'": safe += "&#39;"
      case "`": safe += "&#96;"
      default: safe.unicodeScalars.append(visible(scalar))
      }
    }
    return safe
  }

  /// A scalar that cannot hide or reorder text.
  static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x85, 0x2028, 0x2029: " "
    case 0x00...0x1F, 0x7F...0x9F, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF,
      0xFFFE, 0xFFFF:
      "\u{FFFD}"
    default: scalar
    }
  }
}
