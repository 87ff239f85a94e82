import LocatedJSON
import Queueing
import Scenarios

/// Reads a batch of closed-form cases from JSON, in the format of a reference file.
///
/// An object with `cases`, or the list of cases itself. A case has an `id`, a `model` and its `inputs`: numbers,
/// decimal strings, fractions such as `"200/60"`, lists and objects. Further keys, such as expected outputs, are
/// not read.
public enum CalcFile {
  /// The largest file, in bytes.
  private static let limits = ParseLimits(bytes: 200_000_000)

  /// Reads a file.
  ///
  ///     let answers = CalcBatch.evaluate(try CalcFile.read("cases.json"))
  ///
  /// - Parameters:
  ///   - path: The file; also a pipe.
  ///   - name: The name to show in messages; the path when `nil`.
  /// - Returns: The cases in their order.
  /// - Throws: `LocatedProblems` with every problem of the file's form. What is wrong inside a case is found when
  ///   it is evaluated.
  /// - Complexity: O(bytes).
  public static func read(
    _ path: String, named name: String? = nil
  ) throws(LocatedProblems) -> [CalcCase] {
    let document = try LocatedDocument(contentsOf: path, named: name, limits: limits)
    var reader = CalcFileReader()
    let cases = reader.cases(document.root)
    guard reader.problems.isEmpty else { throw LocatedProblems(reader.problems) }
    return cases
  }
}

extension LocatedProblem.Code {
  /// An id that an earlier case has.
  fileprivate static let duplicateId = Self(rawValue: "duplicateId")
}

/// Turns the values of a document into cases and collects what is wrong.
private struct CalcFileReader {
  var problems: [LocatedProblem] = []
  private var places: [String: Position] = [:]

  mutating func cases(_ root: LocatedValue) -> [CalcCase] {
    var list = root
    var path = JSONPath.root
    if root.members != nil {
      guard let found = root["cases"] else {
        note(.missingKey, root, path, "there is no \"cases\"", "Write {\"cases\": [...]}")
        return []
      }
      list = found
      path = path.key("cases")
    }
    guard let elements = list.elements else {
      note(.wrongType, list, path, "found \(list.kindInWords)", "Write a list of cases: [...]")
      return []
    }
    if elements.isEmpty {
      note(.missingKey, list, path, "there are no cases", "Write at least one case")
    }
    return elements.enumerated().compactMap { item($1, path.index($0)) }
  }

  private mutating func item(_ value: LocatedValue, _ path: JSONPath) -> CalcCase? {
    guard value.members != nil else {
      note(
        .wrongType, value, path, "found \(value.kindInWords)",
        "Write {\"id\": \"a\", \"model\": \"erlang_c\", \"inputs\": {...}}")
      return nil
    }
    let id = text(value, "id", path, example: "case-1")
    let model = text(value, "model", path, example: "erlang_c")
    if let id { noteRepeated(id, value, path) }
    var inputs: [String: CalcInput] = [:]
    if let given = value["inputs"], let members = given.members {
      for member in members {
        inputs[member.key] = Self.input(member.value)
      }
    } else {
      note(
        value["inputs"] == nil ? .missingKey : .wrongType, value["inputs"] ?? value, path,
        "there are no \"inputs\"", "Write \"inputs\": {\"n\": 14, \"lam\": \"200/60\", ...}")
    }
    guard let id, let model else { return nil }
    return CalcCase(id: id, model: model, inputs: inputs)
  }

  private mutating func noteRepeated(_ id: String, _ value: LocatedValue, _ path: JSONPath) {
    if let before = places[id], let place = value["id"] {
      note(
        .duplicateId, place, path.key("id"),
        "\(LocatedProblem.quoted(id)) is the id of the case at"
          + " \(before.described(from: place.position)) too", "Give each case an id of its own")
    }
    places[id] = value.position
  }

  private mutating func text(
    _ value: LocatedValue, _ key: String, _ path: JSONPath, example: String
  ) -> String? {
    guard let found = value[key] else {
      note(
        .missingKey, value, path, "there is no \"\(key)\"",
        "Write \"\(key)\": \"\(example)\"")
      return nil
    }
    if let text = found.string { return text }
    if key == "id", let number = found.number { return number.text }
    note(
      .wrongType, found, path.key(key), "found \(found.kindInWords)",
      "Write a text, such as \"\(example)\"")
    return nil
  }

  private static func input(_ value: LocatedValue) -> CalcInput {
    switch value.kind {
    case .null: return .null
    case .number(let number): return .text(number.text)
    case .string(let text): return .text(text)
    case .array(let elements): return .list(elements.map(input))
    case .object(let members):
      return .object(
        Dictionary(members.map { ($0.key, input($0.value)) }) { first, _ in first })
    // Not a number in any model: the case that it stands in says so.
    case .bool(let flag): return .text(flag ? "true" : "false")
    }
  }

  private mutating func note(
    _ code: LocatedProblem.Code, _ value: LocatedValue, _ path: JSONPath, _ problem: String,
    _ remedy: String
  ) {
    guard problems.count < ParseLimits.standard.problems else { return }
    problems.append(
      LocatedProblem(code, at: value.position, path: path, problem: problem, remedy: remedy))
  }
}
