import { dirname, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

/** What a package exports: the declaration of every name of its `index.ts`, sorted, without comments. */
export function publicSurface(packageFolder: URL): string {
  const configPath = fileURLToPath(new URL('tsconfig.json', packageFolder))
  const entryPath = fileURLToPath(new URL('src/index.ts', packageFolder))
  const { config } = ts.readConfigFile(configPath, ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, dirname(configPath))
  const program = ts.createProgram([entryPath], {
    ...options,
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    removeComments: true,
  })
  const entry = program.getSourceFile(entryPath)
  const checker = program.getTypeChecker()
  const module = entry && checker.getSymbolAtLocation(entry)
  if (!module) throw new Error(`${relative('.', entryPath)} exports nothing.`)
  const declared = new Map<ts.SourceFile, Map<string, string>>()
  return checker
    .getExportsOfModule(module)
    .map((symbol) => {
      const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
      const file = target.declarations?.[0]?.getSourceFile()
      if (!file) throw new Error(`${symbol.name} is declared nowhere.`)
      if (!declared.has(file)) declared.set(file, declarations(program, file))
      const declaration = declared.get(file)?.get(target.name)
      if (!declaration) throw new Error(`The declaration of ${symbol.name} is not found.`)
      return `// ${symbol.name}\n${declaration}\n`
    })
    .sort()
    .join('\n')
}

/** The declarations of one source file by name, as its `.d.ts` has them. */
function declarations(program: ts.Program, file: ts.SourceFile): Map<string, string> {
  let text = ''
  const keep: ts.WriteFileCallback = (_, written) => {
    text = written
  }
  program.emit(file, keep, undefined, true)
  const emitted = ts.createSourceFile('x.d.ts', text, ts.ScriptTarget.Latest, true)
  const found = new Map<string, string>()
  for (const statement of emitted.statements)
    for (const name of namesOf(statement))
      found.set(name, [found.get(name), statement.getText()].filter(Boolean).join('\n'))
  return found
}

function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.map(({ name }) => name.getText())
  const { name } = statement as ts.Statement & { name?: ts.Node }
  return name ? [name.getText()] : []
}
