/// Changes to single values of a JSON text that leave every other byte as it was written.
///
///     var edits = try SourceEdits(bytes, file: "peak.json")
///     try edits.set(JSONPath.root.key("seed"), to: "8")
///     edits.result  // the text with another seed
public struct SourceEdits: Sendable {
  /// The text before any change.
  public let bytes: [UInt8]
  /// The text as values with their places.
  public let document: LocatedDocument
  private var changes: [(range: Range<Int>, text: [UInt8])] = []

  /// Reads a text that is to be changed.
  ///
  /// - Parameters:
  ///   - bytes: The text in UTF-8.
  ///   - file: The name to show in messages.
  /// - Throws: ``LocatedProblems`` when it is no JSON.
  public init(_ bytes: [UInt8], file: String) throws(LocatedProblems) {
    self.bytes = bytes
    document = try LocatedDocument(parsing: bytes, file: file)
  }

  /// Sets a value; a key that its object does not have is added behind the others.
  ///
  /// - Parameters:
  ///   - path: The way to the value; all but its last step must exist. Not inside a value that is set as well.
  ///   - text: The new value as JSON.
  /// - Throws: ``LocatedProblem`` when the path leads nowhere.
  public mutating func set(_ path: JSONPath, to text: String) throws(LocatedProblem) {
    if let value = document.root[path] {
      changes.append((value.position.offset..<end(of: value.position.offset), Array(text.utf8)))
      return
    }
    let owner = JSONPath(Array(path.components.dropLast()))
    guard case .key(let key)? = path.components.last, let object = document.root[owner],
      let members = object.members
    else {
      throw LocatedProblem(
        .missingKey, at: document.root.position, path: path,
        problem: "there is nothing at \(path) to change", remedy: "Check the path")
    }
    let name = LocatedValue(.string(key), at: object.position).canonicalText
    guard let last = members.last else {
      let start = object.position.offset
      changes.append((start..<end(of: start), Array("{ \(name): \(text) }".utf8)))
      return
    }
    let place = end(of: last.value.position.offset)
    changes.append((place..<place, Array("\(separator(before: last))\(name): \(text)".utf8)))
  }

  /// The text with all changes.
  public var result: [UInt8] {
    var result: [UInt8] = []
    var copied = 0
    // Additions at one place keep their order.
    let ordered = changes.enumerated().sorted {
      ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset)
    }
    for (_, change) in ordered {
      result += bytes[copied..<max(copied, change.range.lowerBound)]
      result += change.text
      copied = max(copied, change.range.upperBound)
    }
    return result + bytes[copied...]
  }

  /// What stands between two members: a line break and indent where the last one begins a line.
  private func separator(before last: LocatedMember) -> String {
    let key = last.keyPosition.offset
    var start = key
    while start > 0, bytes[start - 1] == UInt8(ascii: " ") || bytes[start - 1] == 0x09 {
      start -= 1
    }
    guard start > 0, bytes[start - 1] == 0x0A || bytes[start - 1] == 0x0D else { return ", " }
    return ",\n" + String(decoding: bytes[start..<key], as: UTF8.self)
  }

  /// The byte behind a value that begins at an offset; the text is known to be JSON.
  private func end(of start: Int) -> Int {
    var depth = 0
    var isInText = false
    var place = start
    while place < bytes.count {
      let byte = bytes[place]
      if isInText {
        if byte == UInt8(ascii: "\\") { place += 1 }
        if byte == UInt8(ascii: "\"") { isInText = false }
        place += 1
        if !isInText && depth == 0 { return min(place, bytes.count) }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isInText = true
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth == 0 { return place }
        depth -= 1
        if depth == 0 { return place + 1 }
      case UInt8(ascii: ","), UInt8(ascii: " "), 0x09, 0x0A, 0x0D:
        if depth == 0 { return place }
      default: break
      }
      place += 1
    }
    return bytes.count
  }
}
