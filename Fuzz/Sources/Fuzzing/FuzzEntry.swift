import Foundation

/// What is fuzzed: a part of the program that takes foreign bytes.
protocol FuzzTarget: SendableMetatype {
  /// Gives an input to the part and ends the process when the part breaks a promise.
  static func test(_ input: [UInt8])
  /// Small inputs from which mutation begins.
  static func seeds() -> [[UInt8]]
}

/// The part that the environment names.
private let target: any FuzzTarget.Type = {
  let targets: [String: any FuzzTarget.Type] = [
    "csv": CSVFuzz.self, "sql": SQLFuzz.self, "store": StoreFuzz.self, "spec": SpecFuzz.self,
  ]
  guard let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"], let found = targets[name]
  else { fatalError("FUZZ_TARGET is none of \(targets.keys.sorted())") }
  return found
}()

/// Called once by libFuzzer before the first input; `--seeds FOLDER` writes the seeds and ends.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(
  _ count: UnsafeMutableRawPointer?, _ values: UnsafeMutableRawPointer?
) -> CInt {
  let arguments = CommandLine.arguments
  guard arguments.count == 3, arguments[1] == "--seeds" else { return 0 }
  for (number, seed) in target.seeds().enumerated() {
    let path = arguments[2] + "/seed-\(number)"
    guard FileManager.default.createFile(atPath: path, contents: Data(seed)) else {
      fatalError("\(path) cannot be written")
    }
  }
  exit(0)
}

/// Called by libFuzzer with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  target.test(Array(UnsafeBufferPointer(start: data, count: size)))
  return 0
}
