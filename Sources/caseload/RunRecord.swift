import Foundation
import Planning
import Results
import RunCatalog
import Scenarios

/// Writes a finished run into the catalogue.
enum RunRecord {
  /// Records a run; a catalogue that cannot be used is told on standard error and does not fail the run.
  ///
  /// A run that its user sends elsewhere makes no `runs` folder here: it is recorded when there is one.
  static func keep(
    _ output: RunOutput, resolved: ResolvedScenario, folder: String, isElsewhere: Bool
  ) {
    if isElsewhere, !FileManager.default.fileExists(atPath: Catalog.folder) { return }
    let run = CatalogRun(
      folder: folder, spec: resolved.resolvedText, missesGoal: output.missesGoal,
      facts: RunFacts(output.result))
    do throws(CatalogError) {
      _ = try RunCatalog(recordingIn: Catalog.path).record(run)
    } catch {
      printError("Note: this run is not in the catalogue. \(error)")
    }
  }
}
