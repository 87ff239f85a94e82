/// The way from the root of a JSON document to a value.
///
/// Shown as in RFC 9535: `$.queues.voice.patience.mean`, `$.queues["prior-auth"].steps[0]`.
public struct JSONPath: Sendable, Hashable, CustomStringConvertible {
  /// One step of a path.
  public enum Component: Sendable, Hashable {
    /// Into the member with this key.
    case key(String)
    /// Into the element with this index, from 0.
    case index(Int)
  }

  /// The steps from the root.
  public var components: [Component]

  /// The path of the root itself, shown as `$`.
  public static let root = JSONPath([])

  /// Makes a path of steps from the root.
  public init(_ components: [Component]) { self.components = components }

  /// The path one step further, to a member.
  public func key(_ key: String) -> JSONPath { JSONPath(components + [.key(key)]) }

  /// The path one step further, to an element.
  public func index(_ index: Int) -> JSONPath { JSONPath(components + [.index(index)]) }

  /// The path as text; a key that is no ASCII identifier stands in brackets and quotes.
  ///
  /// Characters that do not print are escaped, and a key of more than 200 characters is cut short
  /// with `…`.
  public var description: String {
    var text = "$"
    for component in components {
      switch component {
      case .index(let index): text += "[\(index)]"
      case .key(let key) where Self.isPlain(key): text += "." + key
      case .key(let key): text += "[" + LocatedProblem.quoted(key, limit: 200) + "]"
      }
    }
    return text
  }

  /// Whether a key can follow a point without quotes, by RFC 9535's shorthand limited to ASCII.
  private static func isPlain(_ key: String) -> Bool {
    guard let first = key.utf8.first, key.utf8.count <= 200, !isDigit(first) else { return false }
    return key.utf8.allSatisfy { isDigit($0) || isLetter($0) || $0 == UInt8(ascii: "_") }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
}
