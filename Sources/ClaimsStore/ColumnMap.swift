import LocatedJSON
import Quantities

/// How the columns of a file become the columns of a claims table.
///
/// The JSON form is the one of the command line's `--map`: `{"delimiter": "|", "timeZone":
/// "America/Chicago", "columns": {"ts": {"from": "SRVC_DT", "format": "dd-MMM-yyyy"}}}`.
public struct ColumnMap: Sendable, Equatable {
  /// The unit of a number in the file.
  public enum Unit: String, Sendable, CaseIterable {
    /// Money with up to two decimals.
    case dollars
    /// Money as whole cents.
    case cents
    /// A quantity with up to three decimals.
    case units
    /// A quantity as whole thousandths.
    case thousandths
  }
  /// The type that a map may give to a column instead of the usual one.
  public enum ColumnType: String, Sendable, CaseIterable {
    /// Whole numbers in 64 bits.
    case bigint
    /// Text.
    case text
  }
  /// Where one known column comes from.
  public struct Entry: Sendable, Equatable {
    /// The column's name in the file's header.
    public var from: String?
    /// The form of a date or a time, such as `dd-MMM-yyyy`.
    public var format: String?
    /// The unit of a number.
    public var unit: Unit?
    /// A constant for every row.
    public var value: String?
    /// Another type than usual.
    public var type: ColumnType?
    /// Where the entry stands in the map.
    public var line: Int
    /// The character in its line.
    public var column: Int

    /// Makes an entry.
    public init(
      from: String? = nil, format: String? = nil, unit: Unit? = nil, value: String? = nil,
      type: ColumnType? = nil, line: Int = 0, column: Int = 0
    ) {
      self.from = from
      self.format = format
      self.unit = unit
      self.value = value
      self.type = type
      self.line = line
      self.column = column
    }
  }
  /// The file of the map, for messages.
  public var file: String
  /// The character between fields; found by itself when `nil`.
  public var delimiter: String?
  /// The zone of times without one; UTC when `nil`.
  public var zone: ZoneRules?
  /// The known columns that the map gives.
  public var columns: [String: Entry]

  /// Makes a map.
  public init(
    file: String = "map", delimiter: String? = nil, zone: ZoneRules? = nil,
    columns: [String: Entry] = [:]
  ) {
    self.file = file
    self.delimiter = delimiter
    self.zone = zone
    self.columns = columns
  }

  /// Reads a map from a file.
  ///
  /// - Parameter path: A JSON file.
  /// - Throws: `LocatedProblems` with everything that is wrong in it.
  public init(contentsOf path: String) throws(LocatedProblems) {
    try self.init(LocatedDocument(contentsOf: path))
  }

  /// Reads a map from text.
  ///
  /// - Parameters:
  ///   - text: The JSON.
  ///   - file: The name to show in messages.
  /// - Throws: `LocatedProblems` with everything that is wrong in it.
  public init(parsing text: String, file: String) throws(LocatedProblems) {
    try self.init(LocatedDocument(parsing: text, file: file))
  }

  private init(_ document: LocatedDocument) throws(LocatedProblems) {
    var reader = MapReader()
    self = reader.map(document)
    if !reader.problems.isEmpty { throw LocatedProblems(reader.problems) }
  }
}

extension LocatedProblem.Code {
  /// A key, a value or a combination that a column map does not take.
  public static let columnMap = Self(rawValue: "columnMap")
}

/// Reads a column map, collecting every problem.
private struct MapReader {
  var problems: [LocatedProblem] = []

  mutating func map(_ document: LocatedDocument) -> ColumnMap {
    var map = ColumnMap(file: document.file.name)
    guard let members = document.root.members else {
      add(
        document.root, .root, "A column map is an object, found \(document.root.kindInWords)",
        "Write {\"columns\": {…}}")
      return map
    }
    for member in members {
      let path = JSONPath.root.key(member.key)
      switch member.key {
      case "delimiter": map.delimiter = delimiter(member.value, path)
      case "timeZone": map.zone = zone(member.value, path)
      case "columns": map.columns = columns(member.value, path)
      default: unknown(member, path, ["delimiter", "timeZone", "columns"])
      }
    }
    return map
  }

  private mutating func add(
    _ value: LocatedValue, _ path: JSONPath, _ problem: String, _ remedy: String
  ) {
    problems.append(
      LocatedProblem(.columnMap, at: value.position, path: path, problem: problem, remedy: remedy))
  }

  private mutating func unknown(_ member: LocatedMember, _ path: JSONPath, _ known: [String]) {
    let ranked = nearest(to: member.key, among: known)
    problems.append(
      LocatedProblem(
        .columnMap, at: member.keyPosition, path: path,
        problem: "There is no key \(LocatedProblem.quoted(member.key)) here",
        remedy: "Use one of \(ranked.joined(separator: ", "))"))
  }

  private mutating func text(_ value: LocatedValue, _ path: JSONPath) -> String? {
    if let text = value.string { return text }
    add(
      value, path, "Found \(value.kindInWords) where text belongs", "Put it between double quotes")
    return nil
  }

  private mutating func delimiter(_ value: LocatedValue, _ path: JSONPath) -> String? {
    guard let text = text(value, path) else { return nil }
    if [",", "|", "\t", ";"].contains(text) { return text }
    add(
      value, path, "\(LocatedProblem.quoted(text)) is no delimiter",
      "Write \",\", \"|\", \";\" or \"\\t\"")
    return nil
  }

  private mutating func zone(_ value: LocatedValue, _ path: JSONPath) -> ZoneRules? {
    guard let text = text(value, path) else { return nil }
    if let zone = ZoneRules(name: text) { return zone }
    add(
      value, path, "There is no time zone \(LocatedProblem.quoted(text))",
      "Write one such as \"America/Chicago\" or \"UTC\"")
    return nil
  }

  private mutating func columns(
    _ value: LocatedValue, _ path: JSONPath
  ) -> [String: ColumnMap.Entry] {
    guard let members = value.members else {
      add(
        value, path, "Found \(value.kindInWords) where an object belongs",
        "Write {\"ts\": {\"from\": \"…\"}, …}")
      return [:]
    }
    let known = ClaimsSchema.known.columns.map(\.name)
    var entries: [String: ColumnMap.Entry] = [:]
    for member in members {
      let place = path.key(member.key)
      guard known.contains(member.key) else {
        let ranked = nearest(to: member.key, among: known).prefix(3).joined(separator: ", ")
        problems.append(
          LocatedProblem(
            .columnMap, at: member.keyPosition, path: place,
            problem: "A claims table has no column \(LocatedProblem.quoted(member.key))",
            remedy: "The nearest are \(ranked); other columns keep their own names without a map"))
        continue
      }
      if let entry = entry(member, place) { entries[member.key] = entry }
    }
    return entries
  }

  private mutating func entry(_ member: LocatedMember, _ path: JSONPath) -> ColumnMap.Entry? {
    guard let members = member.value.members else {
      add(
        member.value, path, "Found \(member.value.kindInWords) where an object belongs",
        "Write {\"from\": \"COLUMN\"} or {\"value\": \"…\"}")
      return nil
    }
    var entry = ColumnMap.Entry(
      line: member.keyPosition.line, column: member.keyPosition.column)
    for part in members {
      let place = path.key(part.key)
      switch part.key {
      case "from": entry.from = text(part.value, place)
      case "format": entry.format = format(part.value, place)
      case "unit": entry.unit = choice(part.value, place, ColumnMap.Unit.self)
      case "type": entry.type = choice(part.value, place, ColumnMap.ColumnType.self)
      case "value": entry.value = constant(part.value, place)
      default: unknown(part, place, ["from", "format", "unit", "value", "type"])
      }
    }
    check(entry, member, path)
    return entry
  }

  private mutating func check(
    _ entry: ColumnMap.Entry, _ member: LocatedMember, _ path: JSONPath
  ) {
    let isMoney = ClaimsSchema.money.contains(member.key)
    let hasFrom = member.value["from"] != nil
    let hasValue = member.value["value"] != nil
    if hasFrom == hasValue {
      add(
        member.value, path,
        hasFrom ? "It has both \"from\" and \"value\"" : "It has neither \"from\" nor \"value\"",
        "Write \"from\" with the file's column, or \"value\" with a constant")
    }
    if isMoney, hasFrom, member.value["unit"] == nil {
      add(
        member.value, path, "Money needs its unit",
        "Add \"unit\": \"dollars\" for 12.34, or \"unit\": \"cents\" for 1234")
    }
    if let unit = entry.unit {
      let fits: [ColumnMap.Unit] =
        isMoney ? [.dollars, .cents] : member.key == "quantity" ? [.units, .thousandths] : []
      if !fits.contains(unit) {
        add(
          member.value, path, "\(member.key) has no unit \"\(unit.rawValue)\"",
          fits.isEmpty
            ? "Remove \"unit\""
            : "Write " + fits.map { "\"\($0.rawValue)\"" }.joined(separator: " or "))
      }
    }
    if entry.format != nil, member.key != "ts" {
      add(member.value, path, "Only ts takes a format", "Remove \"format\"")
    }
    let type = ClaimsSchema.known.columns.first { $0.name == member.key }?.type
    if entry.type != nil, type != .integer, type != .bigint {
      add(
        member.value, path, "\(member.key) is \(type?.sqlName ?? "") and takes no other type",
        "Remove \"type\"")
    }
  }

  private mutating func format(_ value: LocatedValue, _ path: JSONPath) -> String? {
    guard let text = text(value, path) else { return nil }
    if let problem = DateFormat.problem(in: text) {
      add(
        value, path, problem,
        "Write a form such as \"yyyy-MM-dd\", \"MM/dd/yyyy\", \"dd-MMM-yyyy\" or "
          + "\"yyyy-MM-dd HH:mm:ss\"")
      return nil
    }
    return text
  }

  private mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ value: LocatedValue, _ path: JSONPath, _ type: Choice.Type
  ) -> Choice? where Choice.RawValue == String {
    guard let text = text(value, path) else { return nil }
    if let found = Choice(rawValue: text) { return found }
    let ranked = nearest(to: text, among: Choice.allCases.map(\.rawValue))
    add(
      value, path, "\(LocatedProblem.quoted(text)) is not known here",
      "Write " + ranked.map { "\"\($0)\"" }.joined(separator: " or "))
    return nil
  }

  private mutating func constant(_ value: LocatedValue, _ path: JSONPath) -> String? {
    if let text = value.string { return text }
    if let number = value.number { return number.text }
    if let bool = value.bool { return bool ? "true" : "false" }
    add(
      value, path, "Found \(value.kindInWords) where a constant belongs",
      "Write text, a number, true or false")
    return nil
  }
}
