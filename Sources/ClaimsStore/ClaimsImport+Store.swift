import ClaimsKernels
import Foundation

extension ClaimsImport {
  /// What an import into a store gave.
  public struct StoreResult: Sendable {
    /// The rows of the store now.
    public var rows: Int
    /// The rows that the files added.
    public var added: Int
    /// Records in the files, without headers and blank lines.
    public var records: Int
    /// Records that were left out; `records` − `rejected` were added.
    public var rejected: Int
    /// What was decided about delimiter, columns and types, a sentence each; with several files each begins with
    /// the file's name.
    public var decisions: [String]
    /// What the reader should know: identifiers that were kept, records left out.
    public var warnings: [String]
  }

  /// Reads files and adds their rows, in order, behind those of a store.
  ///
  /// The store is made when it does not exist. It appears in one step after everything was read: when a file
  /// is refused, an earlier store stays as it was. A file whose content the store has already, or that is named twice,
  /// is refused. A column that only some files have is null for the others; types must agree, but whole numbers of
  /// extra columns widen to 64 bits and to decimals. Stores with and without tokens do not mix.
  ///
  /// - Parameters:
  ///   - paths: The files.
  ///   - store: The store.
  ///   - options: How to read each of them; the reject file lists the records of all.
  /// - Returns: How many rows came in and what was decided.
  /// - Throws: ``ClaimsFileError`` with all problems of the first file that has some; ``ClaimsStoreError`` for the
  ///   store and for the reject file.
  /// - Complexity: O(bytes of the files and of the store).
  public static func files(
    _ paths: [String], into store: String, options: Options = Options()
  ) throws -> StoreResult {
    try refuseRepeats(paths)
    // The lock comes first, so that no other import changes the store in between.
    if FileManager.default.fileExists(atPath: store) {
      _ = try ClaimsSnapshot.header(of: try MappedFile(path: store))
    }
    let output = try ReplacingFile(path: store)
    let gathered: (draft: ClaimsDraft, result: StoreResult)
    do {
      gathered = try self.gathered(paths, store, options)
    } catch {
      output.discard()
      throw error
    }
    try ClaimsSnapshot.write(gathered.draft, to: output, threads: options.threads)
    return gathered.result
  }

  private static func gathered(
    _ paths: [String], _ store: String, _ options: Options
  ) throws -> (draft: ClaimsDraft, result: StoreResult) {
    var draft: ClaimsDraft?
    if FileManager.default.fileExists(atPath: store) {
      let table = try ClaimsSnapshot.open(store)
      try table.verify()
      draft = ClaimsDraft(table)
    }
    let before = draft?.rowCount ?? 0
    var result = StoreResult(
      rows: 0, added: 0, records: 0, rejected: 0, decisions: [], warnings: [])
    var rejects: [RejectedRecord] = []
    for path in paths {
      let outcome = try read(path, shown: path, options)
      let prefix = paths.count > 1 ? "\(path): " : ""
      result.decisions += outcome.decisions.map { prefix + $0 }
      result.rejected += outcome.rejected
      rejects += outcome.rejects
      if draft == nil {
        draft = outcome.draft
      } else {
        try draft?.join(outcome.draft, path, store)
      }
    }
    guard let draft else { preconditionFailure("No file was given") }
    result.rows = draft.rowCount
    result.added = draft.rowCount - before
    result.records = result.added + result.rejected
    result.warnings = warnings(rows: result.added, rejected: result.rejected, options)
    if case .reject(let path) = options.onError, result.rejected > 0 {
      try RejectedRecord.write(
        rejects, to: path, namesFile: paths.count > 1, keepsRecords: options.key == nil)
    }
    return (draft, result)
  }

  /// Refuses a file that is named twice.
  private static func refuseRepeats(_ paths: [String]) throws {
    var seen: Set<String> = []
    for path in paths {
      let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
      guard seen.insert(resolved).inserted else {
        throw ClaimsFileError([
          .init(
            code: .repeated, file: path, line: 0, column: 0, problem: "The file is named twice",
            remedy: "Name it once; nothing was written")
        ])
      }
    }
  }
}

extension ClaimsDraft {
  /// Takes a file's rows behind its own, or says why they do not go together.
  fileprivate mutating func join(_ other: ClaimsDraft, _ file: String, _ store: String) throws {
    func refusal(
      _ code: ClaimsFileError.Problem.Code, _ problem: String, _ remedy: String
    ) -> ClaimsFileError {
      ClaimsFileError([
        .init(code: code, file: file, line: 0, column: 0, problem: problem, remedy: remedy)
      ])
    }
    for source in other.provenance.sources {
      guard let known = provenance.sources.first(where: { $0.digest == source.digest }) else {
        continue
      }
      throw refusal(
        .repeated, "Its content was imported before, as \(known.name) with \(known.rows) rows",
        "Leave it out; nothing was written")
    }
    if rowCount > 0, provenance.membersAreTokens != other.provenance.membersAreTokens {
      throw refusal(
        .disagreement,
        provenance.membersAreTokens
          ? "The members of \(store) are tokens, and no key was given"
          : "The members of \(store) are not tokens, and a key was given",
        provenance.membersAreTokens
          ? "Give the same --key FILE as before, or import into another store"
          : "Leave --key out, or import everything into a new store")
    }
    do throws(TypeDisagreement) {
      try append(other)
    } catch {
      let isKnown = ClaimsSchema.known.columns.contains { $0.name == error.column.lowercased() }
      throw refusal(
        .disagreement,
        "\(error.column) is \(error.there.sqlName) here and \(error.here.sqlName) before",
        isKnown
          ? "Give a map with the same \"type\" for \(error.column), or import into another store"
          : "Make the values of \(error.column) alike, rename it in one file, or import into another store"
      )
    }
  }
}
