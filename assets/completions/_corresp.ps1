
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'corresp' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'corresp'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'corresp' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder; the project is found upward from there')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Makes a new project: a small staff letter, answered, that builds at once')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Reads the staff''s letter and writes the folder of its round')
            [CompletionResult]::new('new', 'new', [CompletionResultType]::ParameterValue, 'Adds the missing section or file for a key')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Checks that every comment and bullet is answered, and reports all that is wrong')
            [CompletionResult]::new('build', 'build', [CompletionResultType]::ParameterValue, 'Checks the round, then writes the letter as PDF and HTML')
            [CompletionResult]::new('check-edgar', 'check-edgar', [CompletionResultType]::ParameterValue, 'Checks files against what EDGAR accepts, whoever wrote them')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Shows who owes what by when')
            [CompletionResult]::new('touch', 'touch', [CompletionResultType]::ParameterValue, 'Notes that responses were looked at against the staff''s words as they read now')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Explains a finding: what it means, why it matters, how to mend it')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'corresp;init' {
            [CompletionResult]::new('--letter', '--letter', [CompletionResultType]::ParameterName, 'Import this staff letter at once')
            [CompletionResult]::new('--round', '--round', [CompletionResultType]::ParameterName, 'The round''s name, where the letter states no date')
            [CompletionResult]::new('--ci', '--ci', [CompletionResultType]::ParameterName, 'Write what this forge runs on each push: the check, and the letter as an artifact')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder; the project is found upward from there')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'corresp;import' {
            [CompletionResult]::new('--round', '--round', [CompletionResultType]::ParameterName, 'The round''s name, where the letter states no date')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report; json prints the model and writes nothing')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder; the project is found upward from there')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--review', '--review', [CompletionResultType]::ParameterName, 'Write _review.html into the round''s folder too: the letter as received beside letter.md, each word marked by what became of it, the doubtful places first')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'corresp;new' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder; the project is found upward from there')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'corresp;check' {
            [CompletionResult]::new('--as-of', '--as-of', [CompletionResultType]::ParameterName, 'Report a due date that is near or gone, counted from this date')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Say also what this branch did since it left a branch, tag or commit; reads it through git')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the report to this file in place of standard output')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Write a further report to a file; may be given more than once')
            [CompletionResult]::new('--level', '--level', [CompletionResultType]::ParameterName, 'The level from which a finding fails the run')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder; the project is found upward from there')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--final', '--final', [CompletionResultType]::ParameterName, 'Report responses that are not final as errors')
            [CompletionResult]::new('--fix', '--fix', [CompletionResultType]::ParameterName, 'Mend what is certain in the responses that are there: misspelt keys, missing sections (empty ones), the order of sections, front matter')
            [CompletionResult]::new('--diff', '--diff', [CompletionResultType]::ParameterName, 'Show what `--fix` would change, and change nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print one line a finding')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print one line a finding')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Print all findings, also beyond the twentieth of a code')
            [CompletionResult]::new('--exit-zero', '--exit-zero', [CompletionResultType]::ParameterName, 'Exit with 0 whatever is found; a wrong call and a file that cannot be read still exit with 2')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'corresp;build' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Write this format alone; the files for EDGAR, which go together, are left as they are')
            [CompletionResult]::new('--edition', '--edition', [CompletionResultType]::ParameterName, 'Write this edition alone')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Where to write')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder; the project is found upward from there')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--final', '--final', [CompletionResultType]::ParameterName, 'Refuse responses that are not final')
            [CompletionResult]::new('--draft', '--draft', [CompletionResultType]::ParameterName, 'Build though errors stand; each page is marked DRAFT where a unit is open or draft')
            [CompletionResult]::new('--extension', '--extension', [CompletionResultType]::ParameterName, 'Write the short letter that confirms the extension of book.toml, and nothing else')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Print all findings, also beyond the twentieth of a code')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'corresp;check-edgar' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder; the project is found upward from there')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Print all findings, also beyond the twentieth of a code')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'corresp;status' {
            [CompletionResult]::new('--as-of', '--as-of', [CompletionResultType]::ParameterName, 'Count the days from this date in place of today''s')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Group the rows by who owes them')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder; the project is found upward from there')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'List answered bullets too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'corresp;touch' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder; the project is found upward from there')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'All that has a response')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'corresp;explain' {
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Work in this folder; the project is found upward from there')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'corresp;help' {
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Makes a new project: a small staff letter, answered, that builds at once')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Reads the staff''s letter and writes the folder of its round')
            [CompletionResult]::new('new', 'new', [CompletionResultType]::ParameterValue, 'Adds the missing section or file for a key')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Checks that every comment and bullet is answered, and reports all that is wrong')
            [CompletionResult]::new('build', 'build', [CompletionResultType]::ParameterValue, 'Checks the round, then writes the letter as PDF and HTML')
            [CompletionResult]::new('check-edgar', 'check-edgar', [CompletionResultType]::ParameterValue, 'Checks files against what EDGAR accepts, whoever wrote them')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Shows who owes what by when')
            [CompletionResult]::new('touch', 'touch', [CompletionResultType]::ParameterValue, 'Notes that responses were looked at against the staff''s words as they read now')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Explains a finding: what it means, why it matters, how to mend it')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'corresp;help;init' {
            break
        }
        'corresp;help;import' {
            break
        }
        'corresp;help;new' {
            break
        }
        'corresp;help;check' {
            break
        }
        'corresp;help;build' {
            break
        }
        'corresp;help;check-edgar' {
            break
        }
        'corresp;help;status' {
            break
        }
        'corresp;help;touch' {
            break
        }
        'corresp;help;explain' {
            break
        }
        'corresp;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
