import Foundation

/// Which files a notebook may read and write.
///
/// It reads inside the working folder only, and writes inside its own folder only; links are followed before a
/// place is judged.
struct NotebookPaths {
  /// The working folder.
  let working: String
  /// The notebook's folder.
  let own: String

  init(notebook: String, working: String) {
    self.working = NotebookPaths.real(working)
    own = NotebookPaths.real(
      URL(fileURLWithPath: notebook, relativeTo: URL(fileURLWithPath: working + "/"))
        .deletingLastPathComponent().path)
  }

  /// Whether a path that is relative to the working folder may be read.
  func mayRead(_ path: String) -> Bool {
    NotebookPaths.isInside(NotebookPaths.real(absolute(path)), working)
  }

  /// Whether a file may be written: beside the notebook or below.
  func mayWrite(_ path: String) -> Bool {
    let place = URL(fileURLWithPath: absolute(path))
    let folder = NotebookPaths.real(place.deletingLastPathComponent().path)
    return NotebookPaths.isInside(folder + "/x", own)
      && NotebookPaths.isInside(NotebookPaths.real(place.path), own)
  }

  private func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : working + "/" + path
  }

  private static func isInside(_ path: String, _ folder: String) -> Bool {
    path == folder || path.hasPrefix(folder == "/" ? "/" : folder + "/")
  }

  private static func real(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
  }
}
