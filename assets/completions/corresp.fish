# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_corresp_global_optspecs
    string join \n C= color= h/help V/version
end

function __fish_corresp_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_corresp_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_corresp_using_subcommand
    set -l cmd (__fish_corresp_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c corresp -n "__fish_corresp_needs_command" -s C -d 'Work in this folder; the project is found upward from there' -r -F
complete -c corresp -n "__fish_corresp_needs_command" -l color -d 'When to use colour' -r -f -a "auto\t'For a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c corresp -n "__fish_corresp_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corresp -n "__fish_corresp_needs_command" -s V -l version -d 'Print version'
complete -c corresp -n "__fish_corresp_needs_command" -f -a "init" -d 'Makes a new project: a small staff letter, answered, that builds at once'
complete -c corresp -n "__fish_corresp_needs_command" -f -a "import" -d 'Reads the staff\'s letter and writes the folder of its round'
complete -c corresp -n "__fish_corresp_needs_command" -f -a "new" -d 'Adds the missing section or file for a key'
complete -c corresp -n "__fish_corresp_needs_command" -f -a "check" -d 'Checks that every comment and bullet is answered, and reports all that is wrong'
complete -c corresp -n "__fish_corresp_needs_command" -f -a "build" -d 'Checks the round, then writes the letter as PDF and HTML'
complete -c corresp -n "__fish_corresp_needs_command" -f -a "check-edgar" -d 'Checks files against what EDGAR accepts, whoever wrote them'
complete -c corresp -n "__fish_corresp_needs_command" -f -a "status" -d 'Shows who owes what by when'
complete -c corresp -n "__fish_corresp_needs_command" -f -a "touch" -d 'Notes that responses were looked at against the staff\'s words as they read now'
complete -c corresp -n "__fish_corresp_needs_command" -f -a "explain" -d 'Explains a finding: what it means, why it matters, how to mend it'
complete -c corresp -n "__fish_corresp_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c corresp -n "__fish_corresp_using_subcommand init" -l letter -d 'Import this staff letter at once' -r -F
complete -c corresp -n "__fish_corresp_using_subcommand init" -l round -d 'The round\'s name, where the letter states no date' -r
complete -c corresp -n "__fish_corresp_using_subcommand init" -l ci -d 'Write what this forge runs on each push: the check, and the letter as an artifact' -r -f -a "github\t'GitHub Actions: .github/workflows/letter.yml'
gitlab\t'GitLab: .gitlab-ci.yml'"
complete -c corresp -n "__fish_corresp_using_subcommand init" -s C -d 'Work in this folder; the project is found upward from there' -r -F
complete -c corresp -n "__fish_corresp_using_subcommand init" -l color -d 'When to use colour' -r -f -a "auto\t'For a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c corresp -n "__fish_corresp_using_subcommand init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corresp -n "__fish_corresp_using_subcommand import" -l round -d 'The round\'s name, where the letter states no date' -r
complete -c corresp -n "__fish_corresp_using_subcommand import" -l format -d 'How to report; json prints the model and writes nothing' -r -f -a "human\t'For people'
json\t'For machines'"
complete -c corresp -n "__fish_corresp_using_subcommand import" -s C -d 'Work in this folder; the project is found upward from there' -r -F
complete -c corresp -n "__fish_corresp_using_subcommand import" -l color -d 'When to use colour' -r -f -a "auto\t'For a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c corresp -n "__fish_corresp_using_subcommand import" -l review -d 'Write _review.html into the round\'s folder too: the letter as received beside letter.md, each word marked by what became of it, the doubtful places first'
complete -c corresp -n "__fish_corresp_using_subcommand import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corresp -n "__fish_corresp_using_subcommand new" -s C -d 'Work in this folder; the project is found upward from there' -r -F
complete -c corresp -n "__fish_corresp_using_subcommand new" -l color -d 'When to use colour' -r -f -a "auto\t'For a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c corresp -n "__fish_corresp_using_subcommand new" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corresp -n "__fish_corresp_using_subcommand check" -l as-of -d 'Report a due date that is near or gone, counted from this date' -r
complete -c corresp -n "__fish_corresp_using_subcommand check" -l since -d 'Say also what this branch did since it left a branch, tag or commit; reads it through git' -r
complete -c corresp -n "__fish_corresp_using_subcommand check" -l format -d 'How to report' -r -f -a "human\t'For people'
json\t'For machines; schema/check.schema.json describes it'
sarif\t'For code scanning: SARIF 2.1.0'
junit\t'For views of tests: a suite a comment, a case a unit'
github\t'For GitHub Actions: annotations, and the job\'s summary'
gitlab\t'For GitLab: a code quality report'
markdown\t'The text of a pull request\'s comment'"
complete -c corresp -n "__fish_corresp_using_subcommand check" -l output -d 'Write the report to this file in place of standard output' -r -F
complete -c corresp -n "__fish_corresp_using_subcommand check" -l report -d 'Write a further report to a file; may be given more than once' -r
complete -c corresp -n "__fish_corresp_using_subcommand check" -l level -d 'The level from which a finding fails the run' -r -f -a "note\t'Any finding'
warning\t'Warnings and errors'
error\t'Errors'"
complete -c corresp -n "__fish_corresp_using_subcommand check" -s C -d 'Work in this folder; the project is found upward from there' -r -F
complete -c corresp -n "__fish_corresp_using_subcommand check" -l color -d 'When to use colour' -r -f -a "auto\t'For a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c corresp -n "__fish_corresp_using_subcommand check" -l final -d 'Report responses that are not final as errors'
complete -c corresp -n "__fish_corresp_using_subcommand check" -l fix -d 'Mend what is certain in the responses that are there: misspelt keys, missing sections (empty ones), the order of sections, front matter'
complete -c corresp -n "__fish_corresp_using_subcommand check" -l diff -d 'Show what `--fix` would change, and change nothing'
complete -c corresp -n "__fish_corresp_using_subcommand check" -s q -l quiet -d 'Print one line a finding'
complete -c corresp -n "__fish_corresp_using_subcommand check" -l all -d 'Print all findings, also beyond the twentieth of a code'
complete -c corresp -n "__fish_corresp_using_subcommand check" -l exit-zero -d 'Exit with 0 whatever is found; a wrong call and a file that cannot be read still exit with 2'
complete -c corresp -n "__fish_corresp_using_subcommand check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corresp -n "__fish_corresp_using_subcommand build" -l format -d 'Write this format alone; the files for EDGAR, which go together, are left as they are' -r -f -a "pdf\t'PDF'
html\t'HTML'"
complete -c corresp -n "__fish_corresp_using_subcommand build" -l edition -d 'Write this edition alone' -r -f -a "complete\t'For the staff, with all that is marked confidential'
public\t'For everyone, with [***] in its place; the only one where nothing is marked'
edgar\t'The submission for EDGAR: of the public edition, or of the only one where nothing is marked'"
complete -c corresp -n "__fish_corresp_using_subcommand build" -l out -d 'Where to write' -r -F
complete -c corresp -n "__fish_corresp_using_subcommand build" -s C -d 'Work in this folder; the project is found upward from there' -r -F
complete -c corresp -n "__fish_corresp_using_subcommand build" -l color -d 'When to use colour' -r -f -a "auto\t'For a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c corresp -n "__fish_corresp_using_subcommand build" -l final -d 'Refuse responses that are not final'
complete -c corresp -n "__fish_corresp_using_subcommand build" -l draft -d 'Build though errors stand; each page is marked DRAFT where a unit is open or draft'
complete -c corresp -n "__fish_corresp_using_subcommand build" -l extension -d 'Write the short letter that confirms the extension of book.toml, and nothing else'
complete -c corresp -n "__fish_corresp_using_subcommand build" -l all -d 'Print all findings, also beyond the twentieth of a code'
complete -c corresp -n "__fish_corresp_using_subcommand build" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corresp -n "__fish_corresp_using_subcommand check-edgar" -l format -d 'How to report' -r -f -a "human\t'For people'
json\t'For machines'"
complete -c corresp -n "__fish_corresp_using_subcommand check-edgar" -s C -d 'Work in this folder; the project is found upward from there' -r -F
complete -c corresp -n "__fish_corresp_using_subcommand check-edgar" -l color -d 'When to use colour' -r -f -a "auto\t'For a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c corresp -n "__fish_corresp_using_subcommand check-edgar" -l all -d 'Print all findings, also beyond the twentieth of a code'
complete -c corresp -n "__fish_corresp_using_subcommand check-edgar" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corresp -n "__fish_corresp_using_subcommand status" -l as-of -d 'Count the days from this date in place of today\'s' -r
complete -c corresp -n "__fish_corresp_using_subcommand status" -l format -d 'How to report' -r -f -a "human\t'For people'
json\t'For machines; schema/status.schema.json describes it'"
complete -c corresp -n "__fish_corresp_using_subcommand status" -l by -d 'Group the rows by who owes them' -r -f -a "owner\t'Owner'"
complete -c corresp -n "__fish_corresp_using_subcommand status" -s C -d 'Work in this folder; the project is found upward from there' -r -F
complete -c corresp -n "__fish_corresp_using_subcommand status" -l color -d 'When to use colour' -r -f -a "auto\t'For a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c corresp -n "__fish_corresp_using_subcommand status" -l all -d 'List answered bullets too'
complete -c corresp -n "__fish_corresp_using_subcommand status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corresp -n "__fish_corresp_using_subcommand touch" -s C -d 'Work in this folder; the project is found upward from there' -r -F
complete -c corresp -n "__fish_corresp_using_subcommand touch" -l color -d 'When to use colour' -r -f -a "auto\t'For a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c corresp -n "__fish_corresp_using_subcommand touch" -l all -d 'All that has a response'
complete -c corresp -n "__fish_corresp_using_subcommand touch" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corresp -n "__fish_corresp_using_subcommand explain" -s C -d 'Work in this folder; the project is found upward from there' -r -F
complete -c corresp -n "__fish_corresp_using_subcommand explain" -l color -d 'When to use colour' -r -f -a "auto\t'For a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c corresp -n "__fish_corresp_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corresp -n "__fish_corresp_using_subcommand help; and not __fish_seen_subcommand_from init import new check build check-edgar status touch explain help" -f -a "init" -d 'Makes a new project: a small staff letter, answered, that builds at once'
complete -c corresp -n "__fish_corresp_using_subcommand help; and not __fish_seen_subcommand_from init import new check build check-edgar status touch explain help" -f -a "import" -d 'Reads the staff\'s letter and writes the folder of its round'
complete -c corresp -n "__fish_corresp_using_subcommand help; and not __fish_seen_subcommand_from init import new check build check-edgar status touch explain help" -f -a "new" -d 'Adds the missing section or file for a key'
complete -c corresp -n "__fish_corresp_using_subcommand help; and not __fish_seen_subcommand_from init import new check build check-edgar status touch explain help" -f -a "check" -d 'Checks that every comment and bullet is answered, and reports all that is wrong'
complete -c corresp -n "__fish_corresp_using_subcommand help; and not __fish_seen_subcommand_from init import new check build check-edgar status touch explain help" -f -a "build" -d 'Checks the round, then writes the letter as PDF and HTML'
complete -c corresp -n "__fish_corresp_using_subcommand help; and not __fish_seen_subcommand_from init import new check build check-edgar status touch explain help" -f -a "check-edgar" -d 'Checks files against what EDGAR accepts, whoever wrote them'
complete -c corresp -n "__fish_corresp_using_subcommand help; and not __fish_seen_subcommand_from init import new check build check-edgar status touch explain help" -f -a "status" -d 'Shows who owes what by when'
complete -c corresp -n "__fish_corresp_using_subcommand help; and not __fish_seen_subcommand_from init import new check build check-edgar status touch explain help" -f -a "touch" -d 'Notes that responses were looked at against the staff\'s words as they read now'
complete -c corresp -n "__fish_corresp_using_subcommand help; and not __fish_seen_subcommand_from init import new check build check-edgar status touch explain help" -f -a "explain" -d 'Explains a finding: what it means, why it matters, how to mend it'
complete -c corresp -n "__fish_corresp_using_subcommand help; and not __fish_seen_subcommand_from init import new check build check-edgar status touch explain help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
