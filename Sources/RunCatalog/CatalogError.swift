/// Why a catalogue cannot be used; the file is always left as it is.
public enum CatalogError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file is no database, or its pages do not hold together; holds SQLite's reason.
  case damaged(path: String, reason: String)
  /// The file is a database of another program.
  case foreign(path: String)
  /// A newer version of the program wrote it.
  case newer(path: String, version: Int)
  /// It cannot be opened or written; holds SQLite's reason.
  case unusable(path: String, reason: String)
  /// There is no such run; holds the ids that there are, newest first.
  case noRun(id: String, known: [String])

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .damaged(let path, let reason):
      "\(path): the catalogue is damaged (\(reason)). It was left as it is. Move it away to begin a new "
        + "one, or put a copy in its place; the run folders do not need it."
    case .foreign(let path):
      "\(path): this is a database of another program. It was left as it is. Move it away, or run from "
        + "another folder."
    case .newer(let path, let version):
      "\(path): a newer caseload wrote this catalogue (version \(version)). Use that one, or move the file "
        + "away to begin a new one."
    case .unusable(let path, let reason):
      "\(path): the catalogue cannot be used (\(reason)). Check the folder's permissions and free space."
    case .noRun(let id, let known):
      "there is no run \"\(id)\". "
        + (known.isEmpty
          ? "The catalogue is empty: caseload run fills it."
          : "The newest are \(known.joined(separator: ", ")); caseload runs list names all.")
    }
  }
}
