import LocatedJSON

/// A place at which two specs differ.
struct SpecDifference: Encodable {
  var path: String
  var before: String?
  var after: String?

  /// The place with both values in a line.
  var line: String { "  \(path): \(shown(before)) → \(shown(after))" }

  private func shown(_ value: String?) -> String {
    guard let value else { return "absent" }
    return value.count > 80 ? value.prefix(77) + "…" : value
  }

  /// Every place at which two specs differ, in the order of the first.
  static func between(_ first: String, _ second: String) throws -> [SpecDifference] {
    let one = try LocatedDocument(parsing: Array(first.utf8), file: "first").root
    let two = try LocatedDocument(parsing: Array(second.utf8), file: "second").root
    var found: [SpecDifference] = []
    collect(one, two, .root, &found)
    return found
  }

  private static func collect(
    _ one: LocatedValue?, _ two: LocatedValue?, _ path: JSONPath, _ found: inout [SpecDifference]
  ) {
    if let one, let two {
      if one.hasSameContent(as: two) { return }
      if let members = one.members, let others = two.members {
        let added = others.map(\.key).filter { key in !members.contains { $0.key == key } }
        for key in members.map(\.key) + added { collect(one[key], two[key], path.key(key), &found) }
        return
      }
      if let elements = one.elements, let others = two.elements {
        for index in 0..<max(elements.count, others.count) {
          collect(
            index < elements.count ? elements[index] : nil,
            index < others.count ? others[index] : nil, path.index(index), &found)
        }
        return
      }
    }
    found.append(
      SpecDifference(
        path: path.description, before: one?.canonicalText, after: two?.canonicalText))
  }
}
