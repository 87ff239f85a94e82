import ClaimsStore
import Costing
import Demand
import Foundation
import LocatedJSON
import Planning
import Queueing
import Scenarios
import Simulation
import Staffing

/// Reads a spec from disk.
enum SpecFile {
  /// The resolved spec; problems become an outcome with every one of them.
  static func read(
    _ path: String, sets: [String], seed: UInt64?, use: ScenarioReader.Use
  ) throws -> ResolvedScenario {
    try userFacing {
      try ScenarioReader.read(
        path: path, data: try bytes(path), sets: sets, seed: seed, use: use,
        readFile: { try content($0, kind: "a spec, a JSON file") })
    }
  }

  /// Whether a file is the JSON Schema that lies beside specs, so that `check *.json` passes over it.
  static func isSchema(_ path: String) -> Bool {
    guard path.hasSuffix(".schema.json"), let handle = FileHandle(forReadingAtPath: path) else {
      return false
    }
    defer { handle.closeFile() }
    let start = String(decoding: handle.readData(ofLength: 200), as: UTF8.self)
    return start.contains("\"$schema\": \"https://json-schema.org/")
  }

  /// A file whole; what is wrong becomes an outcome.
  static func bytes(_ path: String, kind: String = "a spec, a JSON file") throws -> [UInt8] {
    do {
      return try content(path, kind: kind)
    } catch let error as UnreadableFile {
      throw Outcome.wrongInput("\(path): \(error.problem). \(error.remedy).")
    }
  }

  private static func content(_ path: String, kind: String) throws -> [UInt8] {
    let manager = FileManager.default
    guard manager.fileExists(atPath: path) else {
      throw UnreadableFile(problem: "there is no such file", remedy: "Check the name")
    }
    let type = try manager.attributesOfItem(atPath: path)[.type] as? FileAttributeType
    guard type != .typeDirectory else {
      throw UnreadableFile(problem: "this is a folder", remedy: "Name \(kind)")
    }
    do {
      return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw UnreadableFile(problem: "reading it fails", remedy: "Check its permissions")
    }
  }

  /// Why a file cannot be read.
  private struct UnreadableFile: Error, CustomStringConvertible {
    var problem: String
    var remedy: String
    var description: String { problem }
  }
}

/// Runs a part of the product and turns its errors into an outcome that a user can act on.
///
/// Problems that name a queue or a pool get their place in the spec, when one is given.
func userFacing<Value>(
  about resolved: ResolvedScenario? = nil, _ work: () throws -> Value
) throws -> Value {
  do {
    return try work()
  } catch let outcome as Outcome {
    throw outcome
  } catch let error as PlanningError {
    let text = error.problems.map { resolved?.located($0) ?? $0 }.joined(separator: "\n")
    throw error.kind == .input
      ? Outcome.wrongInput(text) : Outcome(code: Outcome.usageCode, message: text)
  } catch let error as ScenarioProblems {
    throw error.isOnlyNotBuilt
      ? Outcome(code: Outcome.usageCode, message: error.description)
      : Outcome.wrongInput(error.description)
  } catch {
    // Every other stage's error says where, what and what to type instead by itself.
    throw Outcome.wrongInput("\(error)")
  }
}
