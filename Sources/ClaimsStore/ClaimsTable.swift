import ClaimsKernels

/// A table of claims: the known columns, the extra ones, and which timestamps have a time of day.
///
/// A value; copies share their columns. Every row is one line of a claims extract: a paid, rejected
/// or reversed transaction, in any order.
public struct ClaimsTable: Sendable {
  /// The columns: the known ones first, in the order of ``ClaimsSchema/known``, then the extra ones.
  public let columns: [ClaimsColumn]
  /// For each row, 1 when `ts` has a time of day and 0 when it is a local service day.
  public let timeOfDay: ClaimsColumn
  /// The number of rows.
  public let rowCount: Int
  /// Where the claims came from.
  public let provenance: ClaimsProvenance
  /// The digest that a snapshot carries; `nil` in memory.
  let storedDigest: String?
  private let positions: [String: Int]

  /// Joins columns of equal length.
  ///
  /// - Parameters:
  ///   - columns: The known columns first, in their order.
  ///   - timeOfDay: A boolean column of the same length.
  ///   - provenance: Where the claims came from.
  ///   - storedDigest: The digest that a snapshot carries.
  init(
    columns: [ClaimsColumn], timeOfDay: ClaimsColumn,
    provenance: ClaimsProvenance = ClaimsProvenance(), storedDigest: String? = nil
  ) {
    self.columns = columns
    self.provenance = provenance
    self.storedDigest = storedDigest
    self.timeOfDay = timeOfDay
    rowCount = timeOfDay.count
    var positions: [String: Int] = [:]
    for (index, column) in columns.enumerated() {
      precondition(column.count == timeOfDay.count, "\(column.name) has \(column.count) rows")
      positions[column.name.lowercased()] = index
    }
    self.positions = positions
  }

  /// The names and types.
  public var schema: ClaimsSchema {
    ClaimsSchema(columns: columns.map { ClaimsSchema.Column(name: $0.name, type: $0.type) })
  }

  /// The column of that name, whatever the case of its letters.
  public func column(named name: String) -> ClaimsColumn? {
    positions[name.lowercased()].map { columns[$0] }
  }

  /// A table without rows: the known columns with their types.
  public static var empty: ClaimsTable {
    ClaimsTable(
      columns: ClaimsSchema.known.columns.map { column in
        column.type == .text
          ? ClaimsColumn(name: column.name, groups: [])
          : ClaimsColumn(name: column.name, type: column.type, parts: [])
      }, timeOfDay: ClaimsColumn(name: "ts_has_time", type: .boolean, parts: []))
  }

  /// The bytes that all columns take, dictionaries included.
  public var byteCount: Int { columns.reduce(timeOfDay.byteCount) { $0 + $1.byteCount } }
}

/// Where the claims of a table came from; not part of its digest.
public struct ClaimsProvenance: Sendable, Equatable {
  /// A file that was imported.
  public struct Source: Sendable, Equatable {
    /// The file's name without its folder.
    public var name: String
    /// Names the content of the file: the SHA-256 of its length and of the fast 128-bit digest of each
    /// MiB, in hexadecimal.
    public var digest: String
    /// How many rows came from it.
    public var rows: Int

    /// Describes a file.
    public init(name: String, digest: String, rows: Int) {
      self.name = name
      self.digest = digest
      self.rows = rows
    }
  }
  /// The bytes of a file that one of its piece digests covers.
  static let pieceBytes = 1 << 20

  /// Joins the digests of a file's pieces.
  static func digest(ofPieces pieces: [(UInt64, UInt64)], bytes: Int) -> String {
    var writer = ByteWriter()
    writer.add(UInt64(bytes))
    for piece in pieces {
      writer.add(piece.0)
      writer.add(piece.1)
    }
    return contentDigest(of: writer.bytes)
  }

  /// The imported files, in order.
  public var sources: [Source]
  /// Whether member identifiers are tokens made with a key.
  public var membersAreTokens: Bool
  /// The synthetic profile, rows and seed in words; `nil` for imported claims.
  public var synthetic: String?

  /// Describes where claims came from.
  public init(sources: [Source] = [], membersAreTokens: Bool = false, synthetic: String? = nil) {
    self.sources = sources
    self.membersAreTokens = membersAreTokens
    self.synthetic = synthetic
  }
}
