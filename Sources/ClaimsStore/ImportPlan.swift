import ClaimsKernels
import LocatedJSON
import Quantities

/// How a column of the table is read from the fields of a record.
struct ImportTarget: Sendable {
  enum Kind: Sendable {
    /// Whole numbers inside a range.
    case integer(ClosedRange<Int64>)
    /// Decimals kept in their smallest unit: 2 digits for cents, 3 for thousandths.
    case decimal(scale: Int, ClosedRange<Int64>)
    case boolean
    case timestamp(DateFormat?)
    case text
  }
  var name: String
  var type: ClaimsType
  var kind: Kind
  /// The field of the record; `nil` when the file does not have it.
  var field: Int?
  /// What every row has, as it would stand in a field.
  var constant: [UInt8]?
  /// Whether the column is one of the known ones.
  var isKnown: Bool

  var isText: Bool { if case .text = kind { true } else { false } }
}

/// What a header and a map say about the columns of a table.
struct ImportPlan: Sendable {
  var targets: [ImportTarget]
  var fieldCount: Int
  var zone: ZoneRules?
  /// Whether member identifiers become tokens.
  var hasKey: Bool

  /// The known column that holds money or counts, and how it is written in the file.
  private static func kind(
    _ column: ClaimsSchema.Column, _ entry: ColumnMap.Entry?, hasMap: Bool
  ) -> (ClaimsType, ImportTarget.Kind) {
    if entry?.type == .text { return (.text, .text) }
    let type = entry?.type == .bigint ? ClaimsType.bigint : column.type
    let range: ClosedRange<Int64> =
      type == .bigint ? .min ... .max : Int64(Int32.min)...Int64(Int32.max)
    switch column.type {
    case .text: return (.text, .text)
    case .boolean: return (.boolean, .boolean)
    case .timestamp: return (.timestamp, .timestamp(entry?.format.flatMap { DateFormat($0) }))
    default:
      if entry?.unit == .dollars { return (type, .decimal(scale: 2, range)) }
      if column.name == "quantity", hasMap, entry?.unit != .thousandths {
        return (type, .decimal(scale: 3, range))
      }
      return (type, .integer(range))
    }
  }

  /// Matches a header with the known columns.
  ///
  /// - Parameters:
  ///   - header: The names in the file's first record, and the column of each in its line.
  ///   - file: The file's name, for messages.
  ///   - map: The column map.
  ///   - hasKey: Whether member identifiers become tokens.
  /// - Throws: ``ClaimsFileError`` with every problem of the header.
  init(
    header: [(name: String, column: Int)], file: String, map: ColumnMap?, hasKey: Bool
  ) throws {
    var problems = Self.headerProblems(header, file)
    func add(
      _ code: ClaimsFileError.Problem.Code, _ place: Int, _ problem: String, _ remedy: String
    ) {
      problems.append(
        ClaimsFileError.Problem(
          code: code, file: file, line: 1, column: place, problem: problem, remedy: remedy))
    }
    let names = header.map(\.name)
    var used: Set<Int> = []
    targets = []
    zone = map?.zone
    self.hasKey = hasKey
    fieldCount = header.count
    for column in ClaimsSchema.known.columns {
      let entry = map?.columns[column.name]
      var (type, kind) = Self.kind(column, entry, hasMap: map != nil)
      if column.name == "member_id", hasKey { (type, kind) = (.text, .text) }
      var target = ImportTarget(
        name: column.name, type: type, kind: kind, constant: entry?.value.map { Array($0.utf8) },
        isKnown: true)
      if let from = entry?.from {
        target.field =
          names.firstIndex(of: from) ?? names.firstIndex { $0.lowercased() == from.lowercased() }
        if target.field == nil, let entry, let map {
          let ranked = nearest(to: from, among: names).prefix(3).joined(separator: ", ")
          problems.append(
            ClaimsFileError.Problem(
              code: .map, file: map.file, line: entry.line, column: entry.column,
              problem: "\(column.name) comes from \"\(from)\", which \(file) does not have",
              remedy: "The nearest columns there are \(ranked)"))
        }
      } else if entry == nil {
        target.field = names.firstIndex { $0.lowercased() == column.name }
        if let field = target.field, map != nil, ClaimsSchema.money.contains(column.name) {
          add(
            .map, header[field].column,
            "\(column.name) holds money, and the map gives no unit for it",
            "Add \"\(column.name)\": {\"from\": \"\(names[field])\", \"unit\": \"dollars\"} "
              + "or \"cents\" to the map")
        }
      }
      if let field = target.field { used.insert(field) }
      if target.field == nil, target.constant == nil, entry?.from == nil,
        ClaimsSchema.required.contains(column.name)
      {
        let ranked = nearest(to: column.name, among: names).prefix(3).joined(separator: ", ")
        add(
          .header, 1, "There is no column \(column.name), which every claim needs",
          "Name it in the header, or give a map such as {\"columns\": {\"\(column.name)\": "
            + "{\"from\": \"…\"}}}; the nearest columns are \(ranked)")
      }
      targets.append(target)
    }
    for (field, name) in names.enumerated() where !used.contains(field) && !name.isEmpty {
      var free = name
      let taken = Set(targets.map { $0.name.lowercased() })
      while taken.contains(free.lowercased()) { free += "_in_file" }
      targets.append(
        ImportTarget(name: free, type: .text, kind: .text, field: field, isKnown: false))
    }
    if !problems.isEmpty { throw ClaimsFileError(problems) }
  }

  private static func headerProblems(
    _ header: [(name: String, column: Int)], _ file: String
  ) -> [ClaimsFileError.Problem] {
    var problems: [ClaimsFileError.Problem] = []
    var seen: [String: Int] = [:]
    for (index, (name, place)) in header.enumerated() {
      if name.isEmpty {
        problems.append(
          ClaimsFileError.Problem(
            code: .header, file: file, line: 1, column: place,
            problem: "Column \(index + 1) has no name", remedy: "Name it in the header"))
      } else if let first = seen[name.lowercased()] {
        problems.append(
          ClaimsFileError.Problem(
            code: .header, file: file, line: 1, column: place,
            problem: "Columns \(first + 1) and \(index + 1) are both named \"\(name)\"",
            remedy: "Rename one of them"))
      } else {
        seen[name.lowercased()] = index
      }
    }
    return problems
  }
}
