" Shows what you type on the page, before it is saved. Needs a running `devserver watch`.
function! s:Join() abort
  if !exists('s:job') || job_status(s:job) !=# 'run'
    let s:job = job_start(['devserver', 'connect', expand('%:p:h')], {'callback': {_, line -> 0}})
  endif
  return job_status(s:job) ==# 'run'
endfunction

function! s:Say(message) abort
  if s:Join()
    call ch_sendraw(s:job, json_encode(a:message) . "\n")
  endif
endfunction

augroup devserver
  autocmd!
  autocmd TextChanged,TextChangedI,TextChangedP *.md
    \ call s:Say({'type': 'buffer', 'path': expand('%:p'), 'text': join(getline(1, '$'), "\n") . "\n"})
  autocmd BufUnload *.md call s:Say({'type': 'close', 'path': expand('<afile>:p')})
augroup END
