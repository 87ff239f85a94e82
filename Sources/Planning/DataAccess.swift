import Foundation

/// Opens the files that a spec names, and only those inside the allowed folders.
public struct DataAccess: Sendable {
  /// The spec's folder, to which relative paths refer first.
  public var specFolder: String
  /// Further folders in which a file may lie: the working folder and every `--data DIR`.
  public var otherFolders: [String]

  /// Makes an access rule.
  ///
  /// - Parameters:
  ///   - specPath: Path of the spec file.
  ///   - workingFolder: The folder in which the command runs.
  ///   - dataFolders: Folders given by `--data`.
  public init(specPath: String, workingFolder: String, dataFolders: [String]) {
    specFolder = URL(fileURLWithPath: specPath).deletingLastPathComponent().path
    otherFolders = [workingFolder] + dataFolders
  }

  /// The absolute path of a file that a spec names.
  ///
  /// A relative path is looked for in the spec's folder, then in each other folder. Links are
  /// followed before the place is judged.
  ///
  /// - Throws: ``PlanningError`` when there is no such file or it lies outside the allowed folders.
  public func resolve(_ path: String, named subject: String) throws -> String {
    let folders = [specFolder] + otherFolders
    let allowed = folders.map { real($0) }
    let candidates = path.hasPrefix("/") ? [path] : folders.map { $0 + "/" + path }
    var outside = false
    for candidate in candidates where FileManager.default.fileExists(atPath: candidate) {
      let place = real(candidate)
      if allowed.contains(where: { place == $0 || place.hasPrefix($0 == "/" ? "/" : $0 + "/") }) {
        return place
      }
      outside = true
    }
    let folderList = "the spec's folder, the working folder or a --data DIR"
    if outside {
      throw PlanningError(
        "\(subject): \"\(path)\" lies outside \(folderList). Add --data with the folder it is in.")
    }
    throw PlanningError(
      "\(subject): no file \"\(path)\" in \(folderList). Check the name, or add --data DIR.")
  }

  private func real(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
  }
}
