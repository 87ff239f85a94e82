import Foundation
import LocatedJSON

/// Makes one JSON value of a spec: what it extends, the spec itself, then each `--set`.
struct SpecSource {
  let readFile: (String) throws -> [UInt8]

  /// The merged value, without `extends`.
  func load(
    path: String, bytes: [UInt8], sets: [String], seed: UInt64?
  ) throws(ScenarioProblems) -> LocatedValue {
    var value = try parse(bytes, path)
    guard value.members != nil else {
      let problem = LocatedProblem(
        .wrongType, at: value.position, path: .root,
        problem: "a scenario is an object, and this is \(value.kindInWords)",
        remedy: "Write { \"queues\": { … }, \"pools\": { … } }")
      throw ScenarioProblems([problem])
    }
    value = try extended(value, path: path, chain: [SpecSource.tidy(path)])
    var problems: [LocatedProblem] = []
    for (index, text) in sets.enumerated() {
      do {
        let assignment = try Assignment(parsing: text, file: "--set #\(index + 1)")
        value = try value.setting(assignment)
      } catch let found as LocatedProblems {
        problems += found.problems
      } catch let found as LocatedProblem {
        problems.append(found)
      } catch {
        preconditionFailure("setting a value threw \(error)")
      }
    }
    if !problems.isEmpty { throw ScenarioProblems(problems) }
    if let seed, var members = value.members {
      let place = Position(file: SourceFile("--seed"))
      guard let whole = Int(exactly: seed) else {
        throw ScenarioProblems([
          LocatedProblem(
            .outOfRange, at: place, path: JSONPath.root.key("seed"),
            problem: "\(seed) is out of range",
            remedy: "Write a whole number from 0 to \(Int.max)")
        ])
      }
      let number = LocatedValue(.number(LocatedNumber(whole)), at: place)
      if let index = members.firstIndex(where: { $0.key == "seed" }) {
        members[index].value = number
      } else {
        members.append(LocatedMember(key: "seed", keyPosition: place, value: number))
      }
      value.kind = .object(members)
    }
    return value
  }

  private func parse(_ bytes: [UInt8], _ path: String) throws(ScenarioProblems) -> LocatedValue {
    do {
      return try LocatedDocument(parsing: bytes, file: path).root
    } catch {
      throw ScenarioProblems(error.problems)
    }
  }

  /// Applies a spec to what it extends, and that to what it extends.
  private func extended(
    _ value: LocatedValue, path: String, chain: [String]
  ) throws(ScenarioProblems) -> LocatedValue {
    guard let member = value.member("extends"), !member.value.isNull else {
      return value.without("extends")
    }
    func stop(
      _ code: LocatedProblem.Code, _ problem: String, _ remedy: String
    ) -> ScenarioProblems {
      ScenarioProblems([
        LocatedProblem(
          code, at: member.value.position, path: JSONPath.root.key("extends"), problem: problem,
          remedy: remedy)
      ])
    }
    guard let name = member.value.string else {
      throw stop(
        .wrongType, "\(member.value.kindInWords) is no path",
        "Write the path of a spec beside this one, such as \"base.json\"")
    }
    guard !name.isEmpty else {
      throw stop(.empty, "the path is empty", "Write the path of a spec, or leave the key out")
    }
    let base = SpecSource.tidy(name.hasPrefix("/") ? name : SpecSource.folder(path) + name)
    guard SpecSource.isInside(base, of: [SpecSource.folder(chain[0]), "."]) else {
      throw stop(
        .outOfRange, "\(LocatedProblem.quoted(name)) leaves the folder of the spec",
        "Name a spec in the same folder, or in the working folder")
    }
    guard !chain.contains(base) else {
      let round = (chain.drop { $0 != base } + [base]).joined(separator: " → ")
      throw stop(
        .extendsCycle, "the specs extend each other in a circle: \(round)",
        "Remove one \"extends\"")
    }
    guard chain.count < 20 else {
      throw stop(.extendsCycle, "more than 20 specs extend each other", "Merge some of them")
    }
    let bytes: [UInt8]
    do {
      bytes = try readFile(base)
    } catch {
      throw stop(
        .unreadableFile, "\(LocatedProblem.quoted(base, limit: 200)) cannot be read: \(error)",
        "Write the path of a spec, relative to this one")
    }
    let whole = try extended(try parse(bytes, base), path: base, chain: chain + [base])
    guard whole.members != nil else {
      throw stop(.wrongType, "the spec it names is \(whole.kindInWords)", "Name a scenario")
    }
    return whole.merging(value.without("extends"))
  }

  /// The folder of a path with its final slash; empty for the working folder.
  static func folder(_ path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }

  /// Whether a file lies inside one of some folders, links followed.
  private static func isInside(_ path: String, of folders: [String]) -> Bool {
    func real(_ path: String) -> String {
      URL(fileURLWithPath: path.isEmpty ? "." : path).resolvingSymlinksInPath()
        .standardizedFileURL.path
    }
    let file = real(path)
    return folders.contains { folder in
      let root = real(folder)
      return file.hasPrefix(root.hasSuffix("/") ? root : root + "/")
    }
  }

  /// A path without `.` and inner `..`, so that two spellings of one file are equal.
  static func tidy(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else {
        parts.append(part)
      }
    }
    return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
  }
}

extension LocatedValue {
  /// The object without a key.
  fileprivate func without(_ key: String) -> LocatedValue {
    guard let members else { return self }
    return LocatedValue(.object(members.filter { $0.key != key }), at: position)
  }
}
