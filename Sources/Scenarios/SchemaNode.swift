import LocatedJSON

/// A JSON Schema as a tree whose members keep their order.
indirect enum SchemaNode {
  case text(String)
  case number(Double)
  case whole(Int)
  case flag(Bool)
  case list([SchemaNode])
  case object([(key: String, value: SchemaNode)])

  /// An object of a few members.
  static func of(_ members: KeyValuePairs<String, SchemaNode>) -> SchemaNode {
    .object(members.map { ($0.key, $0.value) })
  }

  /// A list of texts.
  static func texts(_ texts: [String]) -> SchemaNode { .list(texts.map { .text($0) }) }

  /// Text that matches a pattern.
  static func pattern(_ pattern: String) -> SchemaNode {
    .of(["type": .text("string"), "pattern": .text(pattern)])
  }

  /// What matches any of some schemas.
  static func anyOf(_ nodes: [SchemaNode]) -> SchemaNode { .of(["anyOf": .list(nodes)]) }

  static let null = SchemaNode.of(["type": .text("null")])

  /// An object with a key whose value is not null: an absent key and a null mean the same.
  static func has(_ key: String) -> SchemaNode {
    .of([
      "required": .texts([key]), "properties": .object([(key, .of(["not": null]))]),
    ])
  }

  /// The same with a member more at its end.
  func adding(_ key: String, _ value: SchemaNode) -> SchemaNode {
    guard case .object(let members) = self else { return self }
    return .object(members + [(key, value)])
  }

  /// The tree as indented JSON.
  func json(indent: String = "") -> String {
    let inner = indent + "  "
    switch self {
    case .text(let text): return SchemaNode.quoted(text)
    case .number(let value): return plain(value)
    case .whole(let value): return "\(value)"
    case .flag(let value): return "\(value)"
    case .list(let nodes):
      if nodes.isEmpty { return "[]" }
      let isShort = nodes.allSatisfy { if case .text = $0 { true } else { false } }
      let items = nodes.map { $0.json(indent: inner) }
      return isShort
        ? "[" + items.joined(separator: ", ") + "]"
        : "[\n" + items.map { inner + $0 }.joined(separator: ",\n") + "\n\(indent)]"
    case .object(let members):
      if members.isEmpty { return "{}" }
      let lines = members.map {
        inner + "\(SchemaNode.quoted($0.key)): \($0.value.json(indent: inner))"
      }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": out += "\\" + String(scalar)
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}
