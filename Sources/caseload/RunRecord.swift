import Planning
import Results
import RunCatalog
import Scenarios

/// Writes a finished run into the catalogue.
enum RunRecord {
  /// Records a run; a catalogue that cannot be used is told on standard error and does not fail the run.
  static func keep(_ output: RunOutput, resolved: ResolvedScenario, folder: String) {
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
